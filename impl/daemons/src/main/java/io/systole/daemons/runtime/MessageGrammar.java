package io.systole.daemons.runtime;

import static com.google.common.base.Strings.lenientFormat;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableList;
import io.systole.cib.Finding;
import io.systole.cib.schema.Grammar;
import io.systole.cib.schema.WordGrammars;
import io.systole.ipc.IpcError;
import io.systole.ipc.MessageCheck;
import io.systole.xml.Element;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Judges a role's messages by {@code schemas/ipc/ROLE.rnc}. What clients say is always judged; what
 * the role says only where the property {@code systole.messages} or the variable {@code
 * SYSTOLE_MESSAGES} is {@code strict}, as it is in tests and the demo: it can be wrong only by a
 * defect of ours, which production would rather live with.
 */
public final class MessageGrammar implements MessageCheck {

  /** With this the log tells of a message of ours that is not as its grammar says. */
  static final String VIOLATION = "schema-violation";

  /** Frames with what they are about. Deeper lies data. */
  private static final int DEPTH = 4;

  private static final String STRICT = "strict";
  private static final int LONGEST_QUOTE = 600;

  private final String role;
  private final Supplier<Grammar> grammar;
  private final boolean strict;
  private final Logger log;

  private MessageGrammar(String role, Supplier<Grammar> grammar, boolean strict, Logger log) {
    this.role = role;
    this.grammar = grammar;
    this.strict = strict;
    this.log = log;
  }

  /**
   * The check of a role; one of which nothing is written down may say and hear anything. The
   * grammar is compiled for the first message, since a role's start is waited for.
   */
  public static MessageCheck of(String role, Logger log) {
    WordGrammars grammars = WordGrammars.shared();
    return grammars.knowsRole(role)
        ? new MessageGrammar(role, () -> grammars.ofRole(role).orElseThrow(), isStrict(), log)
        : MessageCheck.NONE;
  }

  private static boolean isStrict() {
    return STRICT.equals(System.getProperty("systole.messages"))
        || STRICT.equals(System.getenv("SYSTOLE_MESSAGES"));
  }

  @Override
  public Optional<IpcError> ofClient(Element message) {
    return grammar.get().judge(message, DEPTH).stream()
        .findFirst()
        .map(fault -> bad(message, fault));
  }

  @Override
  public Optional<IpcError> ofServer(Element message) {
    if (!strict) {
      return Optional.empty();
    }
    ImmutableList<Finding> faults = grammar.get().judge(message, DEPTH);
    if (faults.isEmpty()) {
      return Optional.empty();
    }
    IpcError error =
        new IpcError(
            VIOLATION,
            lenientFormat(
                "%s said what its grammar does not allow: %s",
                role, faults.getFirst().where() + ": " + faults.getFirst().reason()),
            faults.getFirst().remedy());
    log.log(Level.SEVERE, "{0}: {1}; it was {2}", new Object[] {VIOLATION, error, quote(message)});
    return Optional.of(error);
  }

  private IpcError bad(Element message, Finding fault) {
    boolean unknown =
        message.is("request")
            && message.children().stream()
                .anyMatch(body ->
                    fault.reason().startsWith("element \"" + body.name() + "\" not allowed"));
    if (unknown) {
      return IpcError.unknownRequest(role, message.children().getFirst().name());
    }
    return new IpcError("bad-request", fault.where() + ": " + fault.reason(), fault.remedy());
  }

  private static String quote(Element message) {
    return Ascii.truncate(message.toString(), LONGEST_QUOTE, "...");
  }
}
