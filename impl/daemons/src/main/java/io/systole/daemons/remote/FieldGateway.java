package io.systole.daemons.remote;

import com.google.common.collect.ImmutableList;
import io.systole.cib.upgrade.CibUpgrade;
import io.systole.cib.upgrade.UpgradeRefused;
import io.systole.cib.upgrade.Upgraded;
import io.systole.ipc.IpcError;
import io.systole.ipc.IpcRequest;
import io.systole.ipc.Peer;
import io.systole.xml.Element;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Carries out a peer's commands by asking the CIB manager, and tells how each ended. */
final class FieldGateway {

  private static final String CREATE = "create";
  private static final String SECTION = "section";
  private static final String XPATH = "xpath";

  private final Peer peer;
  private final Consumer<IpcRequest> manager;
  private final OlderSchema schema;
  private final FieldSubscription subscription;

  /**
   * @param manager takes a request; it is answered on any thread
   */
  FieldGateway(
      Peer peer, Consumer<IpcRequest> manager, OlderSchema schema, FieldSubscription subscription) {
    this.peer = peer;
    this.manager = manager;
    this.schema = schema;
    this.subscription = subscription;
  }

  /** Hears how a command ended, with its answer if it has one. */
  @FunctionalInterface
  interface Ending extends BiConsumer<FieldStatus, Optional<Element>> {}

  void carryOut(FieldCommand command, Ending ending) {
    switch (command.operation()) {
      case "cib_query" -> query(command, ending);
      case "cib_create" -> edit(command, withData(command, CREATE), ending);
      case "cib_replace" -> edit(command, withData(command, "replace"), ending);
      case "cib_modify" -> modify(command, ending);
      case "cib_delete" -> delete(command, ending);
      case "cib_apply_diff", "cib_patch" ->
          edit(command, command.data().map(diff -> Element.of("patch").plus(diff)), ending);
      case "cib_erase" -> edit(command, Optional.of(Element.of("erase")), ending);
      case "cib_upgrade" -> upgrade(command, ending);
      case FieldSubscription.OPERATION -> subscribe(command, ending);
      case "cib_bump" -> edit(command, Optional.of(Element.of("bump")), ending);
      // It is told to the CIB manager that the peer's own CIB is one with; here it always is.
      case "cib_sync", "cib_sync_one", "noop" -> ending.accept(FieldStatus.OK, Optional.empty());
      default -> ending.accept(FieldStatus.NOT_SUPPORTED, Optional.empty());
    }
  }

  /**
   * The first subscription to changes is made with the CIB manager; later words turn it off and on.
   */
  private void subscribe(FieldCommand command, Ending ending) {
    if (subscription.turn(command)) {
      ask(
          command,
          Element.of("subscribe", "patches", "true"),
          ending,
          _ -> ending.accept(FieldStatus.OK, Optional.empty()));
    } else {
      ending.accept(FieldStatus.OK, Optional.empty());
    }
  }

  /**
   * Brings the CIB to the newest schema, unless somebody else changes its configuration meanwhile.
   */
  private void upgrade(FieldCommand command, Ending ending) {
    ask(
        command,
        Element.of("query", SECTION, ""),
        ending,
        // The steps take a second when they are first done, for which the answering thread has no
        // time.
        cib ->
            Thread.ofVirtual().name("remote-upgrade").start(() -> upgraded(command, cib, ending)));
  }

  private void upgraded(FieldCommand command, Element cib, Ending ending) {
    try {
      Upgraded upgraded = CibUpgrade.shared().upgrade(cib);
      if (!upgraded.isChanged()) {
        ending.accept(FieldStatus.OK, Optional.empty());
        return;
      }
      String version = cib.attribute("admin_epoch", "0") + "." + cib.attribute("epoch", "0") + ".0";
      change(
          command,
          Element.of("change", "if-version", version)
              .plus(Element.of("replace", SECTION, "").plus(upgraded.result())),
          ending);
    } catch (UpgradeRefused e) {
      ending.accept(FieldStatus.BAD_SCHEMA, Optional.empty());
    }
  }

  private void query(FieldCommand command, Ending ending) {
    ask(
        command,
        question(command),
        ending,
        found -> {
          if (!command.isXpath()) {
            ending.accept(FieldStatus.OK, Optional.of(schema.shown(found)));
          } else if (found.children().isEmpty()) {
            ending.accept(FieldStatus.NOT_THERE, Optional.empty());
          } else {
            ending.accept(FieldStatus.OK, Optional.of(matches(found.children(), command)));
          }
        });
  }

  private static Element question(FieldCommand command) {
    Element query =
        command.isXpath()
            ? Element.of("query", XPATH, command.section())
            : Element.of("query", SECTION, section(command));
    return command.noChildren() ? query.with("children", "false") : query;
  }

  /** One match is told as it is, more are told in an element of their own, as are all ways. */
  private static Element matches(ImmutableList<Element> matches, FieldCommand command) {
    if (command.addresses()) {
      return Element.of("xpath-query")
          .withChildren(
              matches.stream()
                  .map(match -> Element.of("xpath-query-path", "id", match.attribute("path", "")))
                  .toList());
    }
    ImmutableList<Element> found =
        matches.stream()
            .flatMap(match -> match.children().stream())
            .collect(ImmutableList.toImmutableList());
    return found.size() == 1 ? found.getFirst() : Element.of("xpath-query").withChildren(found);
  }

  /**
   * What a modification names has to be there, unless it may be created; what is in it need not.
   */
  private void modify(FieldCommand command, Ending ending) {
    Optional<Element> edit = withData(command, "modify").map(modify -> modify.with(CREATE, "true"));
    if (command.canCreate() || command.data().isEmpty()) {
      edit(command, edit, ending);
      return;
    }
    Element data = command.data().get();
    ask(
        command,
        Element.of("query", SECTION, section(command)),
        ending,
        there -> {
          boolean known =
              there
                  .descendants()
                  .anyMatch(one -> one.is(data.name()) && one.id().equals(data.id()));
          if (known) {
            edit(command, edit, ending);
          } else {
            ending.accept(FieldStatus.NOT_THERE, Optional.empty());
          }
        });
  }

  /**
   * By an XPath that leads to what is to go, or by an element that looks like it; a section holds
   * several such elements.
   */
  private void delete(FieldCommand command, Ending ending) {
    if (command.isXpath()) {
      edit(command, Optional.of(Element.of("delete", XPATH, command.section())), ending);
      return;
    }
    Optional<Element> data = command.data();
    if (data.isEmpty() || !data.get().is(section(command))) {
      edit(command, withData(command, "delete"), ending);
      return;
    }
    Element.Builder change = Element.builder("change");
    for (Element pattern : data.get().children()) {
      change.child(Element.of("delete", SECTION, section(command)).plus(pattern));
    }
    change(command, change.build(), ending);
  }

  private Optional<Element> withData(FieldCommand command, String edit) {
    return command
        .data()
        .map(data -> Element.of(edit, SECTION, section(command)).plus(schema.taken(data)));
  }

  private static String section(FieldCommand command) {
    return command.section().equals("cib") || command.section().equals("all")
        ? ""
        : command.section();
  }

  private void edit(FieldCommand command, Optional<Element> edit, Ending ending) {
    if (edit.isEmpty()) {
      ending.accept(FieldStatus.INVALID, Optional.empty());
    } else {
      change(command, Element.of("change").plus(edit.get()), ending);
    }
  }

  private void change(FieldCommand command, Element change, Ending ending) {
    ask(command, change, ending, _ -> ending.accept(FieldStatus.OK, Optional.empty()));
  }

  private void ask(FieldCommand command, Element body, Ending ending, Consumer<Element> done) {
    Consumer<IpcError> failed =
        error -> ending.accept(FieldStatus.of(error, command), Optional.empty());
    manager.accept(new RemoteRequest(peer, body, done, failed));
  }
}
