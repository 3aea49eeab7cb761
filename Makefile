# Every target sets up what it needs first; nothing is done twice. LIVESHELF_CACHE moves the downloads' folder.
CONFIGURATION := release
PROGRAM := .build/$(CONFIGURATION)/liveshelf

.DEFAULT_GOAL := help
.PHONY: help setup build demo check test field sbom doctor backbone format clean

help: ## Say what each target does
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1	\2/p' $(MAKEFILE_LIST) | while IFS='	' read -r name text; do printf '  make %-10s %s\n' "$$name" "$$text"; done

setup: ## Install missing packages, fetch and convert the speech model
	@Scripts/setup.sh

build: setup ## Build the program
	swift build -c $(CONFIGURATION) --product liveshelf

demo: build ## Stream the sample broadcast over RTMP and watch Liveshelf follow it
	$(PROGRAM) demo

# The debug build: it is made in a fraction of the release build's time, and checks its assertions.
check: ## Check format, lint and types, build, and run the fast tests
	@Scripts/setup.sh --tests
	@Scripts/check.sh
	swift build --build-tests
	@Scripts/test.sh fast

test: check ## The same, and then the tests with speech, browser, clusters and served programs
	@Scripts/test.sh slow

field: build ## Run odd inputs (Tests/Field) end to end through the program
	@Scripts/field.py --program $(PROGRAM)

sbom: ## Write .build/sbom.json: all packages, libraries and models with version and hash (CycloneDX)
	@Scripts/setup.sh
	@python3 Scripts/sbom.py .build/sbom.json

doctor: build ## Check libraries, models, ports and permissions
	$(PROGRAM) doctor

backbone: ## Start NATS JetStream on this machine; NODES=3 for a cluster, Scripts/backbone.sh stop ends it
	@Scripts/backbone.sh start $(if $(filter 3,$(NODES)),--cluster)

format: ## Format the Swift sources and the pages' scripts
	@Scripts/setup.sh --tests
	swift format --in-place --recursive --parallel Package.swift Sources Media Tests Benchmarks
	.build/test-tools/bin/biome format --write

clean: ## Remove what the build made (models and downloads stay)
	swift package clean
