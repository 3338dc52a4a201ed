package io.systole.tools.simulate;

import com.google.common.collect.ImmutableList;
import io.systole.cib.rules.Dates;
import io.systole.scheduler.simulate.Injections;
import io.systole.scheduler.simulate.Modification;
import io.systole.scheduler.simulate.OperationSpec;
import io.systole.scheduler.simulate.Presence;
import io.systole.scheduler.simulate.Request;
import io.systole.scheduler.simulate.SimulationException;
import io.systole.tools.ToolException;
import java.util.OptionalLong;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** The options of {@code crm_simulate}, and what a simulation is asked for by them. */
final class SimulateOptions {

  private final Options options = new Options();

  private SimulateOptions() {}

  static Options all() {
    SimulateOptions all = new SimulateOptions();
    all.operations();
    all.events();
    all.files();
    return all.options;
  }

  private void flag(String letter, String name, String description) {
    options.addOption(Option.builder(letter).longOpt(name).desc(description).get());
  }

  private void value(String letter, String name, String argument, String description) {
    Option.Builder option = letter.isEmpty() ? Option.builder() : Option.builder(letter);
    options.addOption(option.longOpt(name).hasArg().argName(argument).desc(description).get());
  }

  private void operations() {
    flag("R", "run", "Show what the cluster would do.");
    flag("S", "simulate", "Like --run, and show the status after it was done.");
    flag("X", "in-place", "Like --simulate, and store the result in the input file.");
    flag("s", "show-scores", "Show the scores that decide where resources go.");
    flag("U", "show-utilization", "Show what nodes have room for and resources take up.");
    flag("Q", "quiet", "Show only what was asked for by name.");
    flag("V", "verbose", "Accepted, and without effect.");
    value("P", "profile", "DIR", "Time the planning of each XML file in a folder.");
    value("N", "repeat", "N", "With --profile, repeat each N times.");
    value("", "output-as", "FORMAT", "text (default) or xml.");
    value("", "output-to", "FILE", "Write to a file instead of standard output.");
  }

  private void events() {
    value("u", "node-up", "NODE", "Bring a node online.");
    value("d", "node-down", "NODE", "Take a node offline.");
    value("f", "node-fail", "NODE", "Lose a node.");
    value("i", "op-inject", "OPSPEC", "Have an operation ended so: RSC_TASK_INTERVAL@NODE=RC.");
    value("F", "op-fail", "OPSPEC", "Have an operation fail when it is simulated.");
    value("t", "set-datetime", "TIME", "Take it to be another time (ISO 8601).");
    value("q", "quorum", "BOOL", "Say that there is quorum, or that there is none.");
    value("w", "watchdog", "BOOL", "Say that the nodes have a watchdog, or none.");
    value("g", "ticket-grant", "TICKET", "Grant a ticket.");
    value("r", "ticket-revoke", "TICKET", "Revoke a ticket.");
    value("b", "ticket-standby", "TICKET", "Put a ticket into standby.");
    value("e", "ticket-activate", "TICKET", "Take a ticket out of standby.");
  }

  private void files() {
    flag("L", "live-check", "Take the CIB of the running cluster.");
    value("x", "xml-file", "FILE", "Take a CIB from a file.");
    flag("p", "xml-pipe", "Take a CIB from standard input.");
    value("I", "save-input", "FILE", "Save the CIB that is scheduled, changes included.");
    value("O", "save-output", "FILE", "Save the CIB that results.");
    value("G", "save-graph", "FILE", "Save the transition graph as XML.");
    value("D", "save-dotfile", "FILE", "Save the transition graph for Graphviz.");
    flag("a", "all-actions", "Draw actions as well that nothing asks for.");
  }

  // What is asked for

  /**
   * What the options ask for.
   *
   * @param words the command line as it was given
   */
  static Request request(CommandLine line, String words, long clock) throws ToolException {
    boolean execute = line.hasOption("simulate") || line.hasOption("in-place");
    boolean figures = line.hasOption("show-scores") || line.hasOption("show-utilization");
    boolean files = line.hasOption("save-graph") || line.hasOption("save-dotfile");
    String date = line.getOptionValue("set-datetime", "");
    return new Request(
        line.hasOption("run") || figures || files || execute,
        execute,
        line.hasOption("quiet"),
        line.hasOption("show-scores"),
        line.hasOption("show-utilization"),
        asXml(line) ? words : "",
        date.isEmpty() ? OptionalLong.empty() : OptionalLong.of(time(date)),
        date,
        CibSource.origin(line),
        clock,
        injections(line),
        failures(line));
  }

  static boolean asXml(CommandLine line) throws ToolException {
    String format = line.getOptionValue("output-as", "text");
    if (!format.equals("text") && !format.equals("xml")) {
      throw ToolException.usage("--output-as '" + format + "' is no format", "Give text or xml.");
    }
    return format.equals("xml");
  }

  private static long time(String date) throws ToolException {
    OptionalLong time = Dates.parse(date);
    if (time.isEmpty()) {
      throw ToolException.usage(
          "--set-datetime '" + date + "' is no time", "Give one as in 2026-11-26T04:00:00Z.");
    }
    return time.getAsLong();
  }

  private static ImmutableList<String> values(CommandLine line, String option) {
    String[] values = line.getOptionValues(option);
    return values == null ? ImmutableList.of() : ImmutableList.copyOf(values);
  }

  private static Injections injections(CommandLine line) {
    ImmutableList.Builder<Injections.NodeChange> nodes = ImmutableList.builder();
    values(line, "node-up").forEach(n -> nodes.add(change(Presence.UP, n)));
    values(line, "node-down").forEach(n -> nodes.add(change(Presence.DOWN, n)));
    values(line, "node-fail").forEach(n -> nodes.add(change(Presence.LOST, n)));
    ImmutableList.Builder<Modification.OfTicket> tickets = ImmutableList.builder();
    addTickets(line, "ticket-grant", Modification.TicketChange.GRANT, tickets);
    addTickets(line, "ticket-revoke", Modification.TicketChange.REVOKE, tickets);
    addTickets(line, "ticket-standby", Modification.TicketChange.STANDBY, tickets);
    addTickets(line, "ticket-activate", Modification.TicketChange.ACTIVATE, tickets);
    return new Injections(
        line.getOptionValue("quorum", ""),
        line.getOptionValue("watchdog", ""),
        nodes.build(),
        tickets.build(),
        values(line, "op-inject"));
  }

  private static Injections.NodeChange change(Presence presence, String node) {
    return new Injections.NodeChange(presence, node);
  }

  private static void addTickets(
      CommandLine line,
      String option,
      Modification.TicketChange change,
      ImmutableList.Builder<Modification.OfTicket> into) {
    values(line, option).forEach(t -> into.add(new Modification.OfTicket(change, t)));
  }

  private static ImmutableList<OperationSpec> failures(CommandLine line) throws ToolException {
    ImmutableList.Builder<OperationSpec> failures = ImmutableList.builder();
    for (String text : values(line, "op-fail")) {
      try {
        failures.add(OperationSpec.parse(text));
      } catch (SimulationException e) {
        throw ToolException.usage("--op-fail " + e.getMessage(), e.remedy());
      }
    }
    return failures.build();
  }
}
