package io.systole.cib.schema;

import static com.google.common.base.Strings.lenientFormat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.systole.cib.Cib;
import io.systole.cib.CibCheck;
import io.systole.cib.EditFault;
import io.systole.cib.EditResult;
import io.systole.cib.Finding;
import java.util.Optional;

/**
 * Keeps changes of the configuration within the grammar that the CIB asks for by {@code
 * validate-with}. The status is not looked at, since it belongs to the daemons that write it.
 */
public final class SchemaGuard {

  private SchemaGuard() {}

  /**
   * What came of applying edits to a CIB, refused if the configuration is valid no more. Faults
   * that it had before are let be, as long as it asks for the same grammar, so that a CIB that has
   * some can be mended bit by bit. With {@code validate-with="none"} nothing is refused.
   */
  public static EditResult judged(Cib before, EditResult result) {
    return result instanceof EditResult.Applied applied
            && applied.kind() == EditResult.Kind.CONFIGURATION
        ? objection(before, applied.cib()).<EditResult>map(refused -> refused).orElse(result)
        : result;
  }

  private static Optional<EditResult.Refused> objection(Cib before, Cib after) {
    // No grammar says what the value of a pair may be, and most changes are about nothing else.
    if (CibCheck.onlyValuesDiffer(before, after)) {
      return Optional.empty();
    }
    ImmutableList<Finding> findings = errors(after);
    if (findings.isEmpty()) {
      return Optional.empty();
    }
    ImmutableSet<String> old =
        CibSchemas.nameOf(before.root()).equals(CibSchemas.nameOf(after.root()))
            ? errors(before).stream().map(SchemaGuard::words).collect(ImmutableSet.toImmutableSet())
            : ImmutableSet.of();
    ImmutableList<Finding> added =
        findings.stream()
            .filter(finding -> !old.contains(words(finding)))
            .collect(ImmutableList.toImmutableList());
    return added.isEmpty() ? Optional.empty() : Optional.of(refused(added));
  }

  private static ImmutableList<Finding> errors(Cib cib) {
    return CibSchemas.shared().judge(cib.withoutStatus().root()).stream()
        .filter(Finding::isError)
        .collect(ImmutableList.toImmutableList());
  }

  private static EditResult.Refused refused(ImmutableList<Finding> added) {
    Finding first = added.getFirst();
    // A message is all on one line, which says nothing of where its author has to look.
    String line = first.line() <= 1 ? "" : lenientFormat("line %s: ", first.line());
    String more = added.size() == 1 ? "" : lenientFormat(" (and %s more)", added.size() - 1);
    return new EditResult.Refused(EditFault.INVALID, line + words(first) + more, first.remedy());
  }

  /** Without its line, which differs between two writings of one document. */
  private static String words(Finding finding) {
    return finding.where() + ": " + finding.reason();
  }
}
