"""Signs and verifies random bodies as Standard Webhooks' own library and Shopify's document do, for the tests of connectors.

    python Tests/webhook_codes.py SEED COUNT      prints a line of JSON for each body

`standardwebhooks` comes from PyPI; Shopify's library for Python verifies no webhooks, so that its documented formula is
computed with Python's own hmac.
"""

import base64
import datetime
import hashlib
import hmac
import json
import random
import sys

from standardwebhooks import Webhook

seed, count = int(sys.argv[1]), int(sys.argv[2])
chance = random.Random(seed)
secret = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
shopify = "shpss_00000000000000000000000000000001"
hook = Webhook(secret)
time = datetime.datetime.fromtimestamp(1_775_822_400, tz=datetime.timezone.utc)
alphabet = "abc 中文，\"\\/{}[]:0123456789\n\t\u00e9\U0001f600"
for number in range(count):
    body = "".join(chance.choice(alphabet) for _ in range(chance.randrange(0, 300)))
    message = f"msg_{number}"
    code = hmac.new(shopify.encode(), body.encode(), hashlib.sha256).digest()
    print(
        json.dumps(
            {
                "body": body,
                "id": message,
                "standard": hook.sign(message, time, body),
                "shopify": base64.b64encode(code).decode(),
            }
        )
    )
