#!/bin/sh
# Starts the academy: double-click this file. Everything it needs lies in "program" beside it; what
# it keeps lies in ".academy" in your home folder, and stays when this folder is replaced.
here=$(cd "$(dirname "$0")" && pwd)/program
# What came from the internet is marked, and each library would be asked about on its own.
xattr -dr com.apple.quarantine "$here" 2>/dev/null
unset PYTHONHOME PYTHONPATH
export PYTHONNOUSERSITE=1 PYTHONUTF8=1 FONTCONFIG_FILE="$here/fonts.conf"
export DYLD_FALLBACK_LIBRARY_PATH="$here/pango/lib:/usr/local/lib:/usr/lib"
[ $# -gt 0 ] || set -- run --show
exec "$here/python/bin/python3" -m academy "$@"
