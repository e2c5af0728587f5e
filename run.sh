#!/bin/sh
# Makes the leaflets, and first installs whatever is missing for that.
#
#   sh run.sh [leaflet arguments]        make leaflets, check them, ...
#   sh run.sh test [pytest arguments]    run the tests of the program
#   sh run.sh doctor                     say what is missing, and install nothing
#
# Exit codes are those of the program, and before it starts:
#   69  something that is needed is missing and could not be installed
#   77  no permission to install it
#
# The folder .venv is this script's own: it is deleted and made anew whenever it is not whole.
#
# Everything that this script says goes to standard error: standard output is the program's.
set -eu

# No `cd`: paths among the arguments mean what they mean to the person who typed them.
case $0 in
  */*) here=${0%/*}/ ;;
  *) here=./ ;;
esac
here=$(CDPATH='' cd -- "$here" && pwd -P)

venv=$here/.venv
python=$venv/bin/python
log=$venv/setup.log
runtime_lock=$here/requirements.lock
tests_lock=$here/tests/requirements.lock

say() { printf '%s\n' "$*" >&2; }

stop() { # CODE SENTENCE
  code=$1
  shift
  say "$*"
  exit "$code"
}

# Is .venv whole? --------------------------------------------------------------------------------

# What .venv was made from. A lock that changed, a Python that was replaced and a folder that was
# moved (programs in .venv/bin name their own place) each give another answer. Python is started,
# not only looked at, because a link to it may be whole while it cannot run.
state() { # LOCK
  printf '%s %s %s\n' "$(cksum <"$1")" \
    "$("$python" -I -S -c 'import sys; print(sys.implementation.cache_tag)' 2>/dev/null)" "$here"
}

# A marker is written last and holds the state: an installation that was interrupted has none.
is_ready() { # MARKER LOCK
  [ -x "$python" ] && [ -f "$1" ] && IFS= read -r was <"$1" && [ "$was" = "$(state "$2")" ]
}

# What the system has to bring -------------------------------------------------------------------

find_python() {
  for name in python3 python3.14 python3.13 python3.12 python3.11; do
    if "$name" -I -S -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      printf '%s\n' "$name"
      break
    fi
  done
}

# Names of the Debian packages that are missing; Ubuntu calls them the same.
missing_packages() {
  if [ -z "$base" ]; then
    printf ' python3 python3-venv'
  elif ! "$base" -I -c 'import ensurepip, venv' 2>/dev/null; then
    printf ' %s-venv' "$base"
  fi
  for package in ca-certificates libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0; do
    # shellcheck disable=SC2016  # the pattern is dpkg-query's, not the shell's
    case $(dpkg-query -W -f='${Status}' "$package" 2>/dev/null) in
      *'ok installed') ;;
      *) printf ' %s' "$package" ;;
    esac
  done
}

may_use_sudo() { # PACKAGE...
  command -v sudo >/dev/null 2>&1 || return
  sudo -n -v 2>/dev/null || {
    say "System packages are missing ($*). To install them, your password is needed."
    sudo -v
  }
}

install_packages() { # PACKAGE...
  command -v apt-get >/dev/null 2>&1 ||
    stop 69 "Please install these system packages, then run this again: $*"
  sudo=
  if [ "$(id -u)" != 0 ]; then
    # Asked beforehand, so that "you may not" is told apart from "it did not work".
    may_use_sudo "$@" ||
      stop 77 "Please ask an administrator of this computer to run:" \
        "apt-get update && apt-get install -y --no-install-recommends $*"
    sudo=sudo
  fi
  say "Installing system packages: $*"
  # One source of packages that does not answer, out of several, need not be the one that matters.
  $sudo apt-get update -q >>"$log" 2>&1 </dev/null || :
  # The wait is for a computer that is just fetching its own updates.
  $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
    -o DPkg::Lock::Timeout=300 "$@" >>"$log" 2>&1 </dev/null ||
    offline "The system packages could not be installed ($*)."
}

# Where there is no dpkg, nobody knows the packages' names; whether a library loads can be seen.
need_libraries() {
  "$1" -I - libpango-1.0 libpangoft2-1.0 libharfbuzz-subset <<'END' ||
import ctypes
import sys


def loads(name):
    for file in (f"{name}.so.0", f"{name}.0.dylib"):
        try:
            ctypes.CDLL(file)
        except OSError:
            continue
        return True
    return False


sys.exit(not all(map(loads, sys.argv[1:])))
END
    stop 69 "Please install the libraries Pango and HarfBuzz (with its subset library)," \
      "then run this again."
}

system_packages() {
  base=$(find_python)
  if [ -z "$base" ] && command -v python3 >/dev/null 2>&1; then
    stop 69 "Please install Python 3.11 or newer (here is $(python3 --version 2>&1))," \
      "then run this again."
  fi
  if command -v dpkg-query >/dev/null 2>&1; then
    missing=$(missing_packages)
    # shellcheck disable=SC2086  # one word for each package
    [ -z "$missing" ] || install_packages $missing
  fi
  base=$(find_python)
  [ -n "$base" ] || stop 69 "Please install Python 3.11 or newer, then run this again."
  "$base" -I -c 'import ensurepip, venv' 2>/dev/null ||
    stop 69 "Please install the module \"venv\" for $base, then run this again."
  command -v dpkg-query >/dev/null 2>&1 || need_libraries "$base"
}

# Making .venv -----------------------------------------------------------------------------------

offline() { # SENTENCE
  # On a build server nobody can look into the folder afterwards.
  [ -z "${CI-}" ] || cat -- "$log" >&2
  stop 69 "$1 Please check that this computer is online, then run this again. Details: $log"
}

install_wheels() { # LOCK
  say "Installing Python packages into .venv. This happens once and takes about a minute."
  PIP_USER=0 "$python" -m pip install -q --disable-pip-version-check --no-input \
    --require-hashes --only-binary :all: -r "$1" >>"$log" 2>&1 </dev/null ||
    offline "The Python packages could not be installed."
  # pip compiles what it installs. The program beside it is compiled as well, so that it starts as
  # quickly even where Python is told to leave no files behind.
  "$python" -m compileall -q "$here/leaflet" >>"$log" 2>&1 </dev/null || :
}

# Always from nothing: a package that is half unpacked looks whole to pip.
make_venv() {
  if ! { rm -rf -- "$venv" && mkdir -- "$venv"; } 2>/dev/null; then
    stop 77 "You may not write to this folder, or to .venv in it: $here"
  fi
  system_packages
  "$base" -m venv -- "$venv" >>"$log" 2>&1 ||
    stop 69 "The folder .venv could not be made. Details: $log"
}

# Control-C ends the whole script, not only the step that it was at.
trap 'exit 130' INT
trap 'exit 143' TERM

ready=$venv/.ready
tests_ready=$venv/.ready-tests

if [ "${1-}" != test ]; then
  # So that the program's hints are what one types here.
  LEAFLET_CALLED_AS="sh $0"
  case $0 in *[!A-Za-z0-9./_-]*) LEAFLET_CALLED_AS="sh '$0'" ;; esac
  export LEAFLET_CALLED_AS
fi

if [ "${1-}" = doctor ] && ! is_ready "$ready" "$runtime_lock"; then
  # Any Python will do to say what is missing, an old one as well.
  base=$(find_python)
  [ -n "$base" ] || base=python3
  command -v "$base" >/dev/null 2>&1 ||
    stop 69 "Please install Python 3.11 or newer, then run this again."
  exec "$base" "$here/make_pdf.py" "$@"
fi

if [ "${1-}" != test ]; then
  if ! is_ready "$ready" "$runtime_lock"; then
    make_venv
    install_wheels "$runtime_lock"
    state "$runtime_lock" >"$ready"
  fi
  exec "$python" "$here/make_pdf.py" "$@"
fi

shift
if ! is_ready "$ready" "$runtime_lock" || ! is_ready "$tests_ready" "$tests_lock"; then
  # The tests' lock holds all of the program's, so what the program has can stay.
  if [ -e "$tests_ready" ] || ! is_ready "$ready" "$runtime_lock"; then
    make_venv
  fi
  rm -f -- "$ready"
  install_wheels "$tests_lock"
  state "$runtime_lock" >"$ready"
  state "$tests_lock" >"$tests_ready"
fi
cd -- "$here"
export PYTHONPATH="$here${PYTHONPATH:+:$PYTHONPATH}"
exec "$python" -m pytest "$@"
