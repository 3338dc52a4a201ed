package io.systole.tools;

import io.systole.daemons.runtime.Builds;

/** What this program is. */
public final class Version {

  private Version() {}

  public static String line() {
    return "systole " + build();
  }

  static String build() {
    return Builds.running();
  }
}
