// An object library needs a source; its precompiled header is what the extensions here share.
