#!/bin/sh
# ask.sh SOCKET REQUEST: asks a daemon of this node one thing and prints its answer as it came.
#   ask.sh /run/systole/cib.sock '<query section="crm_config"/>'
# It needs socat. The status is 0 if the daemon did it, 1 if it did not, and 2 if it could not be asked.
set -eu
[ $# = 2 ] || { echo "usage: $0 SOCKET REQUEST" >&2; exit 2; }

# A frame: the length of what follows (4 bytes, the highest first), the codec (0 is plain), and the text.
say() {
  length=$(($(printf %s "$1" | wc -c) + 1))
  # shellcheck disable=SC2059
  printf "$(printf '\\%03o\\%03o\\%03o\\%03o\\000' $((length >> 24 & 255)) \
    $((length >> 16 & 255)) $((length >> 8 & 255)) $((length & 255)))"
  printf %s "$1"
}

hear() {
  # shellcheck disable=SC2046
  set -- $(head -c 5 | od -An -tu1)
  [ $# = 5 ] || { echo "the daemon ended the conversation" >&2; exit 2; }
  head -c $((($1 << 24) + ($2 << 16) + ($3 << 8) + $4 - 1))
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkfifo "$work/to" "$work/from"
socat - "UNIX-CONNECT:$1" <"$work/to" >"$work/from" 2>/dev/null &
exec 3>"$work/to" 4<"$work/from"

say '<hello role="ask.sh" version-min="1" version-max="1" codecs="none"/>' >&3
welcome=$(hear <&4)
case $welcome in
  *'<welcome '*) ;;
  *) echo "$welcome" >&2; exit 2 ;;
esac
say "<request id=\"1\">$2</request>" >&3
answer=$(hear <&4)
printf '%s\n' "$answer"
case $answer in
  *'<reply '*' status="ok"'*) ;;
  *) exit 1 ;;
esac
