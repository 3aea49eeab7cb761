print("liveshelf")
