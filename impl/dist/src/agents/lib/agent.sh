# shellcheck shell=sh
# What the agents of Systole share. It is read with ". ", never run.
#
# Nothing here starts a process where a monitor would pay for it.

# Exit codes of the OCF Resource Agent API 1.1 (the readers use them).
# shellcheck disable=SC2034
{
  OK=0
  ERROR=1
  INVALID=2
  UNIMPLEMENTED=3
  NOT_CONFIGURED=6
  NOT_RUNNING=7
  PROMOTED=8
}

: "${OCF_RESOURCE_INSTANCE:=default}"
: "${HA_RSCTMP:=/run/resource-agents}"
: "${SYSTOLE_NODE:=${OCF_RESKEY_CRM_meta_on_node:-$(uname -n)}}"

# Says why, to the administrator and to whoever asked.
reason() {
  echo "ocf-exit-reason:$*" >&2
}

# note EVENT: a line in the log of what agents did, if one is wanted: the time in milliseconds since
# 1970, the node, the resource, the event, and the seconds since the machine started, which no clock
# sets back. "start" is noted before the resource may be active and "stop" when it cannot be any more.
# A line is one write, so that those of several nodes do not mix.
note() {
  note_to="${OCF_RESKEY_agent_log:-${SYSTOLE_AGENT_LOG:-}}"
  if [ -n "$note_to" ]; then
    read -r note_up _ </proc/uptime
    echo "$(date +%s%3N) $SYSTOLE_NODE $OCF_RESOURCE_INSTANCE $1 $note_up" >>"$note_to"
  fi
  # A log that cannot be written is told on the standard error and is no failure of the resource.
  return 0
}

# alive PID: whether a process runs. One that is dead and not yet reaped does not.
alive() {
  if [ -n "$1" ] && IFS= read -r alive_stat 2>/dev/null <"/proc/$1/stat"; then
    case "${alive_stat##*) }" in
      Z* | X*) return 1 ;;
      *) return 0 ;;
    esac
  fi
  return 1
}

# keep FILE TEXT: writes FILE whole or not at all.
keep() {
  mkdir -p "${1%/*}" && echo "$2" >"$1.new" && mv -f "$1.new" "$1"
}
