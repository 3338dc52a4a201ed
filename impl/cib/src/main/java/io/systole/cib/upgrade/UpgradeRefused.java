package io.systole.cib.upgrade;

import com.google.common.collect.ImmutableList;
import io.systole.cib.Finding;

/** A CIB can't be upgraded, since it is not valid to begin with, or would not be at the end. */
public final class UpgradeRefused extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient ImmutableList<Finding> findings;

  UpgradeRefused(String reason, ImmutableList<Finding> findings) {
    super(findings.isEmpty() ? reason : reason + ": " + findings.getFirst());
    this.findings = findings;
  }

  /** What is wrong with it. */
  public ImmutableList<Finding> findings() {
    return findings;
  }
}
