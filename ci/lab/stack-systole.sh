#!/bin/sh
# A stack for the lab (LAB_STACK): Corosync and Systole's daemons, without systemd. The lab calls it in a node as
#   stack-systole.sh boot|start|stop|status      boot is both, start and stop are Systole's daemons alone
# It lies in a copy of the image in /tmp/lab, beside the folder `systole`, with these variables in the file `stack.env`:
#   JAVA_HOME   the JDK       SYSTOLE_MODE   supervisor (a process a role) or compact (one process)
#   SYSTOLE_TRACE   where daemons write what they do; without it they don't
#   SYSTOLE_CLOCK   a library (libfaketime) that adds what the node's file /run/systole/clock says to its daemons' clock
here=$(dirname "$(readlink -f "$0")")
. "$here/stack.env"
export JAVA_HOME
home=$here/systole
conf=/var/lib/pacemaker/systole.xml # the lab gives a node this folder for itself

configure() {
  mkdir -p /var/lib/pacemaker/systole /var/log/pacemaker/systole /run/systole
  cat >"$conf" <<X
<systole cluster="lab" node="$(hostname)" state="/var/lib/pacemaker/systole" run="/run/systole"
    log="/var/log/pacemaker/systole"${SYSTOLE_TRACE:+ trace=\"$SYSTOLE_TRACE\"}>
  <engine type="corosync"/>
  <agents ocf="/usr/lib/ocf" fence="$here/fence"/>
  <agents ocf="$here/ocf" fence="/usr/sbin"/>
</systole>
X
}

running() {
  pid=$(cat /run/systole/keeper.pid 2>/dev/null) && kill -0 "$pid" 2>/dev/null
}

case $1 in
boot) corosync && "$0" start ;;
start)
  running && exit 0
  configure
  setsid "$0" keep </dev/null >>/var/log/pacemaker/systole/console.log 2>&1 &
  echo $! >/run/systole/keeper.pid
  ;;
keep) # systemd's part, Restart=on-failure, which the lab's nodes do not have
  child=
  if [ -n "${SYSTOLE_CLOCK:-}" ]; then
    # The clock of the day alone: the JVM waits by the other one, which nobody sets.
    echo +0 >/run/systole/clock
    export LD_PRELOAD="$SYSTOLE_CLOCK" FAKETIME_TIMESTAMP_FILE=/run/systole/clock FAKETIME_CACHE_DURATION=1 \
      FAKETIME_DONT_FAKE_MONOTONIC=1 DONT_FAKE_MONOTONIC=1 NO_FAKE_STAT=1
  fi
  trap 'stopping=1; [ -z "$child" ] || kill -TERM "$child"' TERM
  while [ -z "${stopping:-}" ]; do
    "$home/bin/systoled" "${SYSTOLE_MODE:-supervisor}" --config "$conf" &
    child=$!
    while kill -0 "$child" 2>/dev/null; do wait "$child"; done
    wait "$child" && break
    sleep 0.1
  done
  ;;
stop)
  running || exit 0
  kill -TERM "$pid"
  while kill -0 "$pid" 2>/dev/null; do sleep 0.02; done
  ;;
status) "$home/bin/systole" status --config "$conf" ;;
*)
  echo "usage: $0 boot|start|stop|status" >&2
  exit 64
  ;;
esac
