package io.systole.simulation;

import org.jspecify.annotations.Nullable;

/** A promise was broken in a simulated run. */
public final class BrokenPromise extends RuntimeException {

  private static final long serialVersionUID = 1L;
  private final Promise promise;

  public BrokenPromise(Promise promise, String how) {
    this(promise, how, null);
  }

  public BrokenPromise(Promise promise, String how, @Nullable Throwable cause) {
    super(promise + ": " + how, cause);
    this.promise = promise;
  }

  public Promise promise() {
    return promise;
  }
}
