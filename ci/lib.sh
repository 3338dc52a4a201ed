# Shared by the scripts beside it: `. ci/lib.sh`, then `need_jdk` and `maven ARGUMENTS`.
# Reads: JAVA_HOME, PATH, MVNW_REPOURL. Sets: top (the folder of the project), JAVA_HOME.

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
readonly jdk_version=25

say() { printf '%s\n' "$*" >&2; }

die() {
  say "$*"
  exit 1
}

# Whether $1 is the home of a JDK (with a compiler) of our version.
is_our_jdk() {
  [ -x "$1/bin/javac" ] && "$1/bin/javac" -version 2>&1 | grep -Eq "^javac ${jdk_version}([.+-]|$)"
}

# Prints the home of a JDK of our version, if this machine has one.
find_jdk() {
  local home javac
  if [ -n "${JAVA_HOME:-}" ] && is_our_jdk "$JAVA_HOME"; then
    printf '%s\n' "$JAVA_HOME"
    return 0
  fi
  if javac=$(command -v javac); then
    home=$(dirname "$(dirname "$(readlink -f "$javac")")")
    if is_our_jdk "$home"; then
      printf '%s\n' "$home"
      return 0
    fi
  fi
  for home in /usr/lib/jvm/*; do
    if is_our_jdk "$home"; then
      printf '%s\n' "$home"
      return 0
    fi
  done
  return 1
}

# Installs a Debian package, if this is Debian, we are root, and it knows the package.
install_package() {
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
  if ! apt-cache show "$1" >/dev/null 2>&1; then
    apt-get update -qq >/dev/null 2>&1 || return 1
    apt-cache show "$1" >/dev/null 2>&1 || return 1
  fi
  say "installing Debian's package $1"
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$1" >/dev/null 2>&1
}

# Finds or installs the JDK, or ends the script with what to install.
need_jdk() {
  local home
  if ! home=$(find_jdk); then
    install_package "openjdk-${jdk_version}-jdk-headless" || true
    home=$(find_jdk) || die "Systole needs a JDK ${jdk_version}: install one (for example Temurin" \
      "${jdk_version} or Debian's openjdk-${jdk_version}-jdk-headless) and set JAVA_HOME to it."
  fi
  export JAVA_HOME="$home"
  export PATH="$JAVA_HOME/bin:$PATH"
}

# Runs Maven on the whole project: the one on PATH, or the wrapper's.
maven() {
  (
    cd "$top" || exit 1
    if command -v mvn >/dev/null; then
      exec mvn -B -ntp "$@"
    fi
    exec ./mvnw -B -ntp "$@"
  )
}
