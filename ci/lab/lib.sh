# shellcheck shell=bash
# Shared by what runs on the lab: `. ci/lab/lib.sh` after ci/lib.sh. The lab is a folder beside the project
# (../shared/lab), or the one that SYSTOLE_LAB names; it runs from a copy in /tmp/lab, and there is one a machine.

readonly lab_home=/tmp/lab
readonly lab_stack=$lab_home/stack
readonly lab_system_path=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
readonly lab_packages="corosync iproute2 socat tini python3 resource-agents"
# What fakes the clock of a process, for campaigns that ask for it.
readonly lab_clock=/usr/lib/$(uname -m)-linux-gnu/faketime/libfaketimeMT.so.1

# Prints why the lab can't be used here, and fails; or prints nothing. Installs what is missing if it may.
lab_obstacle() {
  lab_folder=${SYSTOLE_LAB:-$top/../shared/lab}
  if [ ! -x "$lab_folder/cluster.sh" ]; then
    echo "there is no lab in $lab_folder; name its folder with SYSTOLE_LAB"
    return 1
  fi
  if [ "$(id -u)" != 0 ]; then
    echo "the lab needs root, to make namespaces"
    return 1
  fi
  local package command
  for package in $lab_packages "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || install_package "$package" || true
  done
  for command in corosync ip socat tini python3 nsenter; do
    if ! PATH=$lab_system_path command -v "$command" >/dev/null; then
      echo "the lab needs the command $command; install Debian's packages $lab_packages"
      return 1
    fi
  done
  if ! unshare --net --mount --pid --fork true 2>/dev/null; then
    echo "this machine lets us make no namespaces"
    return 1
  fi
  if [ -S "$lab_home/run/power.sock" ]; then
    echo "the lab is in use; $lab_home/cluster.sh down ends it"
    return 1
  fi
}

# Ends the script, loudly, if the lab can't be used: with status 77, or $2 where it is given.
need_lab() {
  local why
  if ! why=$(lab_obstacle "${1:-corosync}"); then
    say "" "SKIPPED, no lab: $why" ""
    exit "${2:-77}"
  fi
  lab_obstacle "${1:-corosync}" >/dev/null
}

lab() {
  PATH=$lab_system_path "$lab_home/cluster.sh" "$@"
}

# Puts the image $1 and a stack for it into the lab. $2 is supervisor (a process a role) or compact (one process).
lab_deploy() {
  rm -rf "$lab_stack"
  mkdir -p "$lab_stack/field"
  cp -a "$1" "$lab_stack/systole" # an archive counts for files of their dates
  cp "$top/ci/lab/stack-systole.sh" "$lab_stack/"
  printf 'JAVA_HOME=%s\nSYSTOLE_MODE=%s\n' "$JAVA_HOME" "${2:-supervisor}" >"$lab_stack/stack.env"
  # A node's configuration is not where the host has one, and a node has no variables.
  printf '#!/bin/sh\n. %s/stack.env\nexport JAVA_HOME SYSTOLE_CONFIG=%s\nexec %s/systole/bin/${0##*/} "$@"\n' \
    "$lab_stack" /var/lib/pacemaker/systole.xml "$lab_stack" >"$lab_stack/field/systole"
  chmod +x "$lab_stack/field/systole"
  local name
  for name in crm_mon crm_resource crmadmin cibadmin stonith_admin crm_node; do
    ln -s systole "$lab_stack/field/$name"
  done
}

# Starts the lab's $1 nodes with the stack that was deployed; LAB_... variables are the lab's own.
lab_up() {
  PATH=$lab_system_path LAB_STACK=$lab_stack/stack-systole.sh "$lab_folder/cluster.sh" up "$1" >/dev/null
  export LAB_PATH=$lab_stack/field:$lab_system_path
}

lab_down() {
  lab down >/dev/null 2>&1 || true
}
