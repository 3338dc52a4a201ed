package io.systole.protocol.fencing;

/**
 * How an operation ended, weakest statement first.
 *
 * <p>Only the originator decides between {@link #FAILED} and {@link #SUCCEEDED}, and it decides
 * once. {@link #LOST} is what the others presume when they lose the originator; should the
 * originator turn up again with a decision, that decision is what stands.
 */
public enum FencingStatus {
  /** The originator was lost before its decision was heard. Counts as failed. */
  LOST("failed"),
  /** No device did it in time. The target may be in any state. */
  FAILED("failed"),
  /** After the request was made an agent reported that it was done. */
  SUCCEEDED("ok");

  private final String word;

  FencingStatus(String word) {
    this.word = word;
  }

  /** The word in answers to clients. */
  public String word() {
    return word;
  }

  /** Whether no other status can replace this one. */
  public boolean isDecided() {
    return this != LOST;
  }
}
