package io.systole.scheduler.state;

/** When a node can be fenced at all. */
final class Fencing {

  private Fencing() {}

  static boolean possible(
      Node node, boolean devices, boolean quorate, Options.NoQuorumPolicy policy) {
    if (node.isGuest()) {
      Resource connection = node.connection;
      Resource container = connection == null ? null : connection.container;
      return container == null
          || container.status.running.stream()
              .allMatch(host -> host.online || possible(host, devices, quorate, policy));
    }
    if (!devices) {
      return false;
    }
    return quorate || policy == Options.NoQuorumPolicy.IGNORE || node.online;
  }
}
