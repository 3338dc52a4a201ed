package io.systole.tools.field;

import io.systole.cib.Cib;
import io.systole.cib.CibException;
import io.systole.cib.CibSection;
import io.systole.cib.acl.Acl;
import io.systole.cib.acl.CibUser;
import io.systole.cib.xpath.CibXPath;
import io.systole.daemons.cib.SystemGroups;
import io.systole.tools.Context;
import io.systole.tools.ExitCode;
import io.systole.tools.ToolException;
import io.systole.tools.cib.CibAccess;
import java.util.List;
import org.apache.commons.cli.CommandLine;

/**
 * {@code cibadmin --query --user USER --show-access}: what a user might do with the CIB if the
 * lists were on. It is worked out here, of the whole CIB, which the asker has to be allowed to see.
 */
final class AccessQuery {

  private AccessQuery() {}

  static String of(Context context, CommandLine line) throws ToolException {
    String user = line.getOptionValue("user");
    if (user == null) {
      throw ToolException.usage(
          "The supplied command requires -U user specified.", "Name one with --user.");
    }
    AccessView.How how = how(line.getOptionValue("show-access", "auto"), context);
    Cib cib;
    try {
      cib = Cib.of(CibAccess.of(context).query(""));
    } catch (CibException e) {
      throw new ToolException(ExitCode.DATA, e.getMessage(), "Mend it first.");
    }
    CibUser known = SystemGroups.user(user, "", cib);
    Acl acl =
        Acl.asIfOn(cib, known)
            .orElseThrow(() ->
                new ToolException(
                    ExitCode.CONFIGURATION,
                    "Could not evaluate access per request ("
                        + user
                        + ", error: Already in requested state)",
                    "No list applies to this user, who may do all."));
    return AccessView.of(user, acl.marked(cib.root()).at(place(cib, line)), how);
  }

  private static AccessView.How how(String word, Context context) throws ToolException {
    if (word.equals("auto")) {
      return context.terminal().interactive() ? AccessView.How.COLOR : AccessView.How.TEXT;
    }
    return AccessView.How.of(word)
        .orElseThrow(() ->
            ToolException.usage(
                "Unrecognized value for --show-access: \"" + word + "\"",
                "Give color, text, namespace or auto."));
  }

  /** Where in the CIB what is asked for stands. */
  private static List<Integer> place(Cib cib, CommandLine line) throws ToolException {
    String path = line.getOptionValue("xpath");
    String scope = line.getOptionValue("scope", "");
    if (path == null && scope.isEmpty()) {
      return List.of();
    }
    String wanted = path == null ? "//" + section(scope).tag() : path;
    try {
      return CibXPath.parse(wanted).matches(cib.root()).stream()
          .map(CibXPath.Match::indexes)
          .findFirst()
          .orElseThrow(() ->
              new ToolException(
                  ExitCode.NO_SUCH,
                  "the path '" + wanted + "' leads to nothing",
                  "Look at the whole CIB."));
    } catch (CibException e) {
      throw new ToolException(ExitCode.ERROR, e.getMessage(), "See --help.");
    }
  }

  private static CibSection section(String scope) throws ToolException {
    return CibSection.of(scope)
        .orElseThrow(() ->
            ToolException.usage(
                "a CIB has no section '" + scope + "'", "Name one of " + CibSection.known() + "."));
  }
}
