package io.systole.tools.field;

import com.google.common.collect.ImmutableList;
import io.systole.daemons.runtime.NodeConfiguration;
import io.systole.daemons.runtime.Secrets;
import io.systole.tools.Context;
import io.systole.tools.ExitCode;
import io.systole.tools.ToolException;
import io.systole.tools.cib.CibAccess;
import io.systole.tools.cib.CibFragments;
import io.systole.xml.Element;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code cibsecret}: keeps the values of sensitive parameters out of the CIB. */
final class SecretTool implements FieldCommand {

  private static final String SET = "instance_attributes";

  /** What one command line is about. */
  private record Work(
      Context context,
      NodeConfiguration node,
      Secrets secrets,
      boolean cibToo,
      String resource,
      String parameter) {}

  @Override
  public String name() {
    return "cibsecret";
  }

  @Override
  public String summary() {
    return "Keep sensitive parameters out of the CIB: set RESOURCE PARAMETER VALUE; get, check,"
        + " stash, unstash or delete RESOURCE PARAMETER; sync.";
  }

  @Override
  public Options options() {
    return new FieldOptions().flag("C", "no-cib", "Neither read nor change the CIB.").get();
  }

  @Override
  public ExitCode run(Context context, CommandLine line) throws ToolException {
    List<String> words = line.getArgList();
    String command = words.isEmpty() ? "" : words.getFirst();
    int expected = command.equals("set") ? 4 : command.equals("sync") ? 1 : 3;
    if (words.size() != expected) {
      throw ToolException.usage(
          "'" + String.join(" ", words) + "' is no command", "See: cibsecret --help");
    }
    NodeConfiguration node = context.configuration();
    Secrets secrets = Secrets.of(node);
    boolean cibToo = !line.hasOption("no-cib");
    if (command.equals("sync")) {
      return sync(context, node, secrets);
    }
    Work work = new Work(context, node, secrets, cibToo, words.get(1), words.get(2));
    try {
      return carryOut(work, command, words);
    } catch (Secrets.SecretException e) {
      throw new ToolException(ExitCode.NO_SUCH, String.valueOf(e.getMessage()), "");
    }
  }

  private static ExitCode carryOut(Work work, String command, List<String> words)
      throws ToolException, Secrets.SecretException {
    switch (command) {
      case "get" -> {
        work.context().terminal().line(value(work));
        return ExitCode.OK;
      }
      case "check" -> {
        String _ = work.secrets().checked(work.resource(), work.parameter());
        return ExitCode.OK;
      }
      case "set" -> set(work, words.get(3));
      case "stash" -> stash(work);
      case "unstash" -> unstash(work);
      case "delete" -> {
        work.secrets().delete(work.resource(), work.parameter());
        if (work.cibToo()) {
          removeFromCib(work);
        }
      }
      default ->
          throw ToolException.usage(
              "there is no command '" + command + "'",
              "There are: set, get, check, stash, unstash, delete, sync.");
    }
    return work.cibToo() ? sync(work.context(), work.node(), work.secrets()) : ExitCode.OK;
  }

  private static String value(Work work) throws ToolException, Secrets.SecretException {
    return work.secrets()
        .get(work.resource(), work.parameter())
        .orElseThrow(() ->
            new ToolException(
                ExitCode.NO_SUCH,
                "this node has no secret " + work.parameter() + " of " + work.resource(),
                "Set it, or copy the secrets of another node by cibsecret sync there."));
  }

  /** The file first: what the CIB says to be elsewhere has to be there. */
  private static void set(Work work, String value) throws ToolException, Secrets.SecretException {
    if (work.cibToo()) {
      String now = inCib(work).orElse(Secrets.ELSEWHERE);
      if (!now.equals(Secrets.ELSEWHERE)) {
        throw new ToolException(
            ExitCode.EXISTS,
            work.parameter() + " of " + work.resource() + " has a value in the CIB",
            "Move it out of the CIB with cibsecret stash, and set it then.");
      }
    }
    work.secrets().set(work.resource(), work.parameter(), value);
    if (work.cibToo()) {
      putIntoCib(work, Secrets.ELSEWHERE);
    }
  }

  private static void stash(Work work) throws ToolException, Secrets.SecretException {
    String now = needed(work);
    if (now.equals(Secrets.ELSEWHERE)) {
      throw new ToolException(
          ExitCode.EXISTS,
          work.parameter() + " of " + work.resource() + " is a secret already",
          "");
    }
    work.secrets().set(work.resource(), work.parameter(), now);
    putIntoCib(work, Secrets.ELSEWHERE);
  }

  private static void unstash(Work work) throws ToolException, Secrets.SecretException {
    if (!needed(work).equals(Secrets.ELSEWHERE)) {
      throw new ToolException(
          ExitCode.NO_SUCH, work.parameter() + " of " + work.resource() + " is no secret", "");
    }
    putIntoCib(work, work.secrets().checked(work.resource(), work.parameter()));
    work.secrets().delete(work.resource(), work.parameter());
  }

  private static String needed(Work work) throws ToolException {
    if (!work.cibToo()) {
      throw ToolException.usage("this command is about the CIB", "Leave -C out.");
    }
    return inCib(work)
        .orElseThrow(() ->
            new ToolException(
                ExitCode.NO_SUCH,
                work.resource() + " has no parameter " + work.parameter() + " in the CIB",
                ""));
  }

  private static Optional<String> inCib(Work work) throws ToolException {
    return CibFragments.pair(resource(work, cib(work)), SET, work.parameter())
        .flatMap(pair -> pair.attribute("value"));
  }

  private static void putIntoCib(Work work, String value) throws ToolException {
    Element cib = cib(work);
    Element content = CibFragments.attribute(resource(work, cib), SET, work.parameter(), value);
    Element fragment = CibFragments.around(cib, work.resource(), content).orElseThrow();
    change(work, Element.of("modify", "section", "resources", "create", "true").plus(fragment));
  }

  private static void removeFromCib(Work work) throws ToolException {
    Optional<Element> pair = CibFragments.pair(resource(work, cib(work)), SET, work.parameter());
    if (pair.isPresent()) {
      change(
          work,
          Element.of("delete", "section", "resources")
              .plus(Element.of("nvpair", "id", pair.get().id())));
    }
  }

  private static Element cib(Work work) throws ToolException {
    return CibAccess.of(work.context()).query("");
  }

  private static void change(Work work, Element edit) throws ToolException {
    Element _ = CibAccess.of(work.context()).change(Element.of("change").plus(edit));
  }

  private static Element resource(Work work, Element cib) throws ToolException {
    return CibFragments.resource(cib, work.resource())
        .orElseThrow(() -> noSuch(work, CibFragments.resourceIds(cib)));
  }

  private static ToolException noSuch(Work work, ImmutableList<String> known) {
    return work.context().noSuch("resource", work.resource(), known);
  }

  private static ExitCode sync(Context context, NodeConfiguration node, Secrets secrets)
      throws ToolException {
    ImmutableList<String> others =
        CibFragments.nodeNames(CibAccess.of(context).query("")).stream()
            .filter(name -> !name.equals(node.node().value()))
            .collect(ImmutableList.toImmutableList());
    return SecretCopies.send(context, secrets.folder(), others) ? ExitCode.OK : ExitCode.ERROR;
  }
}
