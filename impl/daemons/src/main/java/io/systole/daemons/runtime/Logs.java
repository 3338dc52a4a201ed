package io.systole.daemons.runtime;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;
import org.jspecify.annotations.Nullable;

/** Where a process's log goes, and how a line of it looks. */
public final class Logs {

  private Logs() {}

  /**
   * The JDK's manager closes the log as soon as the process is asked to stop, and would so lose how
   * it stopped. This one leaves it open.
   */
  public static final class Manager extends LogManager {

    @Override
    public void reset() {
      // See above; a process ends without its help.
    }
  }

  /**
   * Sends all records to standard error and, if given, to the end of a file.
   *
   * @throws IOException if the file can't be written
   */
  public static void configure(Optional<Path> file, Level level) throws IOException {
    Logger root = Logger.getLogger("");
    for (Handler handler : root.getHandlers()) {
      root.removeHandler(handler);
    }
    add(root, new ConsoleHandler(), level);
    if (file.isPresent()) {
      Path path = file.get();
      if (path.getParent() != null) {
        Files.createDirectories(path.getParent());
      }
      add(
          root,
          new Appender(
              Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND)),
          level);
    }
    root.setLevel(level);
  }

  /** The log of one role of one node. */
  public static Logger of(String node, String role) {
    return Logger.getLogger("io.systole." + role + "@" + node);
  }

  private static void add(Logger root, Handler handler, Level level) {
    handler.setFormatter(new Line());
    handler.setLevel(level);
    root.addHandler(handler);
  }

  /** Every record is in the file at once; the JDK's own handler leaves a lock file behind. */
  private static final class Appender extends StreamHandler {

    Appender(OutputStream file) {
      super(file, new Line());
    }

    @Override
    public void publish(@Nullable LogRecord record) {
      super.publish(record);
      flush();
    }
  }

  /** Time, level, who and what on a line; a stack on the lines that follow. */
  static final class Line extends Formatter {

    private static final DateTimeFormatter TIME =
        DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final String PREFIX = "io.systole.";

    @Override
    public String format(LogRecord record) {
      StringBuilder line = new StringBuilder();
      TIME.formatTo(Instant.ofEpochMilli(record.getMillis()), line);
      line.append(' ').append(word(record.getLevel())).append(' ');
      line.append(who(record.getLoggerName())).append(": ").append(formatMessage(record));
      Throwable thrown = record.getThrown();
      if (thrown != null) {
        append(thrown, line);
      }
      return line.append('\n').toString();
    }

    private static String word(Level level) {
      int value = level.intValue();
      if (value >= Level.SEVERE.intValue()) {
        return "ERROR";
      }
      if (value >= Level.WARNING.intValue()) {
        return "WARN ";
      }
      return value >= Level.INFO.intValue() ? "INFO " : "DEBUG";
    }

    private static String who(@Nullable String logger) {
      String name = logger == null ? "" : logger;
      return name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
    }

    private static void append(Throwable thrown, StringBuilder line) {
      Throwable here = thrown;
      String prefix = "\n    ";
      while (here != null) {
        line.append(prefix).append(here);
        for (StackTraceElement frame : here.getStackTrace()) {
          line.append("\n        at ").append(frame);
        }
        here = here.getCause();
        prefix = "\n    caused by ";
      }
    }
  }
}
