// An object library needs a source; its precompiled header is what the parts of Main share.
