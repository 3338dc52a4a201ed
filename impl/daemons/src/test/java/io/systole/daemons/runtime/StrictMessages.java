package io.systole.daemons.runtime;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Has every role that a test starts in its own process judge what it says, and fails the test in
 * which one says what its grammar does not allow. JUnit finds it by itself.
 */
public final class StrictMessages implements BeforeAllCallback, AfterEachCallback {

  private static final Violations VIOLATIONS = new Violations();
  private static final Logger ROOT = Logger.getLogger("");

  /** What has been logged of this kind since it was last asked for. */
  private static final class Violations extends Handler {

    private final SimpleFormatter formatter = new SimpleFormatter();
    private final List<String> found = new ArrayList<>();

    @Override
    public void publish(LogRecord record) {
      Object[] parameters = record.getParameters();
      if (parameters != null
          && parameters.length > 0
          && MessageGrammar.VIOLATION.equals(parameters[0])) {
        String message = formatter.formatMessage(record);
        synchronized (found) {
          found.add(message);
        }
      }
    }

    ImmutableList<String> drain() {
      synchronized (found) {
        ImmutableList<String> drained = ImmutableList.copyOf(found);
        found.clear();
        return drained;
      }
    }

    @Override
    public void flush() {
      // Nothing is held back.
    }

    @Override
    public void close() {
      // It lasts as long as the process.
    }
  }

  /** What has been said wrong so far; for a test that expects it. */
  static ImmutableList<String> drain() {
    return VIOLATIONS.drain();
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    System.setProperty("systole.messages", "strict");
    ROOT.removeHandler(VIOLATIONS);
    ROOT.addHandler(VIOLATIONS);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    List<String> violations = drain();
    if (!violations.isEmpty()) {
      throw new AssertionError(String.join("\n", violations));
    }
  }
}
