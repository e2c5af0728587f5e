#!/bin/sh
# Makes the leaflets when it is double-clicked on a Mac, or run as a program on a Linux desktop,
# and shows them. All the work is done by run.sh, which lies beside it.
CDPATH='' cd -- "$(dirname -- "$0")" >/dev/null || exit

sh ./run.sh
code=$?

if [ -f build/index.html ]; then
  if command -v open >/dev/null 2>&1 && [ "$(uname)" = Darwin ]; then
    open build/index.html
  elif command -v xdg-open >/dev/null 2>&1; then
    xdg-open build/index.html >/dev/null 2>&1
  fi
fi

if [ "$code" = 0 ]; then
  printf '\nThe leaflets are in the folder "build". '
else
  printf '\nSomething is to be mended: read what stands above. '
fi
printf 'Press Return to close this window. '
read -r _ || :
exit "$code"
