# shellcheck shell=sh
# What the launchers beside it share; read with ". ". Sets systole_home and java, or ends with what to do.

# The folder of the image: the launcher may have been called by a link, from any place.
systole_home=$0
while [ -L "$systole_home" ]; do
  link=$(readlink "$systole_home")
  case "$link" in
    /*) systole_home=$link ;;
    *) systole_home=${systole_home%/*}/$link ;;
  esac
done
case "$systole_home" in
  */*) systole_home=${systole_home%/*} ;;
  *) systole_home=. ;;
esac
systole_home=$(cd -P "$systole_home/.." && pwd) || exit 78

# A JDK's release file tells its version without starting it.
is_our_java() {
  [ -x "$1/bin/java" ] && [ -r "$1/release" ] && grep -Eq '^JAVA_VERSION="?(2[5-9]|[3-9][0-9])' "$1/release"
}

find_java() {
  if [ -n "${JAVA_HOME:-}" ] && is_our_java "$JAVA_HOME"; then
    java=$JAVA_HOME/bin/java
    return 0
  fi
  if java=$(command -v java); then
    java=$(readlink -f "$java")
    if is_our_java "${java%/bin/java}"; then
      return 0
    fi
  fi
  for home in /usr/lib/jvm/*; do
    if is_our_java "$home"; then
      java=$home/bin/java
      return 0
    fi
  done
  return 1
}

if ! find_java; then
  echo "${0##*/}: Systole needs Java 25: install a JDK 25 and set JAVA_HOME to it" >&2
  exit 78
fi

# The class path in one order, whatever the order of the folder: an archive of classes is made for one.
class_path=
for jar in "$systole_home"/lib/*.jar; do
  class_path=$class_path${class_path:+:}$jar
done

# What every process of ours is started with. SYSTOLE_ARCHIVE is the folder of the archives of loaded classes that
# systole-archive makes; a JVM that has none, or that is another than the one that made it, starts without, and slower.
archive=${SYSTOLE_ARCHIVE:-$systole_home/archive}
common_options="-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData --enable-native-access=ALL-UNNAMED
  --sun-misc-unsafe-memory-access=allow -Dsystole.home=$systole_home"

# What command line tools are started with besides: the console that can only ask and print, which takes a tenth of the time to find
# that the one with line editing takes.
tool_options=-Djdk.console=java.base

# Prints the most a heap may become, in megabytes: the $1th part of the machine's memory, but from $2 to $3. It is no more than
# what is needed as long as a cluster is small.
heap_of() {
  read -r _ kibibytes _ </proc/meminfo
  heap=$((kibibytes / 1024 / $1))
  [ "$heap" -ge "$2" ] || heap=$2
  [ "$heap" -le "$3" ] || heap=$3
  echo "$heap"
}

# Runs a command line tool: $1 is its main class.
run_tool() {
  if [ -r "$archive/tools.aot" ]; then
    common_options="$common_options -XX:AOTCache=$archive/tools.aot -Xlog:disable"
  fi
  # shellcheck disable=SC2086
  exec "$java" $common_options $tool_options "-Xmx$(heap_of 4 256 4096)m" ${SYSTOLE_TOOL_OPTIONS:-} -cp "$class_path" "$@"
}
