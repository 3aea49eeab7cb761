# Every target sets up what it needs first; nothing is done twice. LIVESHELF_CACHE moves the downloads' folder.
CONFIGURATION := release
PROGRAM := .build/$(CONFIGURATION)/liveshelf

.DEFAULT_GOAL := help
.PHONY: help setup build demo test doctor backbone format clean

help: ## Say what each target does
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1	\2/p' $(MAKEFILE_LIST) | while IFS='	' read -r name text; do printf '  make %-10s %s\n' "$$name" "$$text"; done

setup: ## Install missing packages, fetch and convert the speech model
	@Scripts/setup.sh

build: setup ## Build the program
	swift build -c $(CONFIGURATION) --product liveshelf

demo: build ## Stream the sample broadcast over RTMP and watch Liveshelf follow it
	$(PROGRAM) demo

# One test after another: many stand up servers, browsers and clusters, and hear speech on all cores.
test: ## Set up, build and run all tests
	@Scripts/setup.sh --tests
	swift build -c $(CONFIGURATION) --build-tests
	LIVESHELF_TEST_ALONE=1 swift test -c $(CONFIGURATION) --skip-build --filter 'RobustnessTests/memory'
	swift test -c $(CONFIGURATION) --skip-build --no-parallel

doctor: build ## Check libraries, models, ports and permissions
	$(PROGRAM) doctor

backbone: ## Start NATS JetStream on this machine; NODES=3 for a cluster, Scripts/backbone.sh stop ends it
	@Scripts/backbone.sh start $(if $(filter 3,$(NODES)),--cluster)

format: ## Format the Swift sources
	swift format --in-place --recursive --parallel Package.swift Sources Media Tests Benchmarks

clean: ## Remove what the build made (models and downloads stay)
	swift package clean
