package io.systole.protocol.fencing;

/** How it is found out which nodes a device can fence ({@code pcmk_host_check}). */
public enum HostCheck {
  /** The configuration names them. */
  STATIC_LIST,
  /** The agent names them when it is asked for its list. */
  DYNAMIC_LIST,
  /** The agent is asked for the state of the node in question. */
  STATUS,
  /** Any node. */
  NONE
}
