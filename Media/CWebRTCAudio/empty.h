// Carries pkg-config's flags to CAudioCleaner; Swift never sees the C++ headers.
