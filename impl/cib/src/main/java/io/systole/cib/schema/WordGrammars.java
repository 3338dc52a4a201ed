package io.systole.cib.schema;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The grammars of what daemons and tools say, by their files in {@code schemas/ipc} and {@code
 * schemas/output}. Each is compiled when it is first asked for, and then shared; safe to use from
 * any thread.
 */
public final class WordGrammars {

  private static final WordGrammars SHARED = new WordGrammars();

  /** As many as there are files. */
  private final ConcurrentHashMap<String, Grammar> compiled = new ConcurrentHashMap<>();

  private WordGrammars() {}

  public static WordGrammars shared() {
    return SHARED;
  }

  /** Whether the messages of such a role are written down. */
  public boolean knowsRole(String role) {
    return SchemaFiles.exists(ofRoleFile(role));
  }

  /**
   * The grammar of a daemon's messages: hello, requests, replies and events.
   *
   * @return empty if nothing is written down of such a role
   */
  public Optional<Grammar> ofRole(String role) {
    return of(ofRoleFile(role));
  }

  /**
   * The grammar of what a program writes for {@code --output-as=xml}.
   *
   * @param program as in {@code crm_mon} or {@code systole-status}
   * @return empty if nothing is written down of such a program
   */
  public Optional<Grammar> ofOutput(String program) {
    return of("output/" + program + ".rnc");
  }

  private static String ofRoleFile(String role) {
    return "ipc/" + role + ".rnc";
  }

  private Optional<Grammar> of(String file) {
    if (!SchemaFiles.exists(file)) {
      return Optional.empty();
    }
    return Optional.of(
        compiled.computeIfAbsent(file, name -> Grammar.compile(name, "schemas/" + name)));
  }
}
