package io.systole.simulation;

/** How unfriendly the world is at present. One of a run; the chaos changes it. */
final class Conditions {

  private int agentFailuresPerMille;
  private int switchFailuresPerMille;
  private boolean healed;

  int agentFailuresPerMille() {
    return healed ? 0 : agentFailuresPerMille;
  }

  int switchFailuresPerMille() {
    return healed ? 0 : switchFailuresPerMille;
  }

  void failures(int agents, int switches) {
    agentFailuresPerMille = agents;
    switchFailuresPerMille = switches;
  }

  /** From now on everything works. */
  void heal() {
    healed = true;
  }
}
