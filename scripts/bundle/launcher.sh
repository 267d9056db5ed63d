#!/bin/sh
# Starts the bundled command from any folder and through symbolic links. Asks for no tool that a small container may lack.
self=$0
while [ -L "$self" ]; do
  target=$(readlink "$self")
  case $target in
    /*) self=$target ;;
    *) self=$(dirname "$self")/$target ;;
  esac
done
here=$(CDPATH='' cd -- "$(dirname "$self")" && pwd -P) || exit 1
PATH=$PATH:/usr/sbin:/sbin

# A loader of the system knows its drivers best; ours is for containers that have a driver and no loader, or neither.
if [ -d "$here/lib/vulkan" ]; then
  case $(ldconfig -p 2>/dev/null) in
    *'libvulkan.so.1 (libc6,@machine@'*) ;;
    *) export LD_LIBRARY_PATH="${LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}$here/lib/vulkan" ;;
  esac
fi

# Where the command looks for browsers, and so for their software adapters: lib/chromium-swiftshader.
if [ -d "$here/lib/chromium-swiftshader" ]; then
  export PLAYWRIGHT_BROWSERS_PATH="$here/lib"
fi

# Containers run under user numbers that have no name and no home; Node then fails when it is asked for the home.
export HOME="${HOME:-/}"

if command -v ldd >/dev/null 2>&1; then
  linked=$(ldd "$here/node_modules/webgpu/dist/@platform@/dawn.node" 2>&1)
  case $linked in
    *'not found'*)
      {
        echo 'ergodic: WebGPU (Dawn) will not load on this machine; expected at least @needs@; found:'
        echo "$linked" | while IFS= read -r line; do
          case $line in *'not found'*) echo "  $line" ;; esac
        done
        echo 'Run the bundle in a container of a newer system, or put newer libraries on LD_LIBRARY_PATH.'
      } >&2
      ;;
  esac
fi
exec "$here/bin/node" "$here/bin/ergodic.js" "$@"
