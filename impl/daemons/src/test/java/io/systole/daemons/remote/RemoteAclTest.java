package io.systole.daemons.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.systole.cib.Cib;
import io.systole.cib.EditResult;
import io.systole.cib.PatchCodec;
import io.systole.daemons.cib.AclLists;
import io.systole.daemons.cib.CibNode;
import io.systole.daemons.cib.LocalGroup;
import io.systole.daemons.runtime.NodeConfiguration;
import io.systole.xml.Element;
import io.systole.xml.Xml;
import io.systole.xml.XmlLimits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the lists say holds for who comes by TLS: for queries, changes and notifications. */
@Timeout(60)
final class RemoteAclTest {

  @TempDir private Path folder = Path.of("unset");
  private TestCertificates certificates;
  private CibNode node;
  private SSLSocket socket;

  @BeforeAll
  static void allowAnonymous() {
    RemoteTls.allowAnonymous();
  }

  @BeforeEach
  void connect() throws Exception {
    certificates = TestCertificates.make(folder, "server", "client");
    Path accounts = folder.resolve("accounts");
    Files.writeString(
        accounts,
        RemoteAccounts.line("ann", "pw") + "\n" + RemoteAccounts.line("hacluster", "pw") + "\n");
    node =
        CibNode.start(
            "n1",
            new LocalGroup(1),
            folder,
            new NodeConfiguration.Remote(
                "127.0.0.1", accounts, false, Optional.of(certificates.of("server", "client"))));
    while (node.ask("<state/>").attribute("replicas").isEmpty()) {
      Thread.onSpinWait();
    }
    node.synchronise(1);
    node.ask(AclLists.of("ann"));
    int port = freePort();
    node.ask("<change><modify section=''><cib remote-tls-port='" + port + "'/></modify></change>");
    socket = logIn(port, "ann");
  }

  @AfterEach
  void close() throws IOException {
    socket.close();
    node.close();
  }

  @Test
  void aQueryTellsNoMoreThanMayBeRead() throws Exception {
    Element cib = answer("cib_query", "", 0, Optional.empty(), 0);
    assertTrue(cib.toString().contains("id=\"loc\""), cib::toString);
    assertFalse(cib.toString().contains("secret"), cib::toString);
    assertTrue(cib.at("configuration", "acls").isEmpty(), cib::toString);
    // Not by the way to it either.
    answer("cib_query", "//nvpair[@id='pw']", 2, Optional.empty(), -6);
    answer("cib_query", "//acl_role", 2, Optional.empty(), -6);
    assertEquals("loc", answer("cib_query", "//nvpair[@id='loc']", 2, Optional.empty(), 0).id());
  }

  @Test
  void aChangeOfWhatMayNotBeWrittenIsRefused() throws Exception {
    String before = node.ask("<state/>").attribute("version", "");
    String denied = "<nvpair id='pw' name='pw' value='mine'/>";
    String readable = "<node id='1' uname='other'/>";
    String lists = "<acl_role id='mine'/>";
    answer("cib_modify", "nodes", 0, Optional.of(denied), -6);
    answer("cib_modify", "nodes", 8, Optional.of(denied), -13);
    answer("cib_modify", "nodes", 0, Optional.of(readable), -13);
    answer("cib_create", "acls", 0, Optional.of(lists), -13);
    answer("cib_delete", "nodes", 0, Optional.of("<node id='1'/>"), -13);
    answer("cib_erase", "", 0, Optional.empty(), -13);
    assertEquals(before, node.ask("<state/>").attribute("version", ""));
    answer("cib_modify", "nodes", 0, Optional.of("<nvpair id='loc' value='y'/>"), 0);
    assertFalse(before.equals(node.ask("<state/>").attribute("version", "")));
  }

  @Test
  void aNotificationTellsNoMoreThanMayBeRead() throws Exception {
    Cib cib = Cib.of(answer("cib_query", "", 0, Optional.empty(), 0));
    say(notices("cib_diff_notify", 1));
    // Once this is answered the subscription is made, for one comes after another.
    answer("cib_query", "nodes", 0, Optional.empty(), 0);
    node.ask("<change><modify><nvpair id='pw' value='secret-2'/></modify></change>");
    cib = follow(cib, "secret");
    node.ask("<change><modify><nvpair id='loc' value='z'/></modify></change>");
    cib = follow(cib, "secret");
    assertTrue(cib.root().toString().contains("value=\"z\""), cib.root()::toString);
    assertEquals(
        node.ask("<query user='ann'/>"), cib.root().with("validate-with", "pacemaker-4.0"));
    say(notices("cib_diff_notify", 0));
    answer("cib_query", "nodes", 0, Optional.empty(), 0);
    node.ask("<change><modify><nvpair id='loc' value='w'/></modify></change>");
    assertEquals("nodes", answer("cib_query", "nodes", 0, Optional.empty(), 0).name());
  }

  @Test
  void whatIsNoRequestIsRefusedByItsGrammar() throws Exception {
    Element odd = Element.of("cib_command", "t", "cib", "cib_op", "cib_apply_diff");
    Element command =
        odd.with("cib_callid", "3")
            .plus(Element.of("cib_calldata").plus(Element.of("no-difference")));
    say(command);
    Element reply = hear();
    assertEquals("-22", reply.attribute("cib_rc", ""), reply::toString);
  }

  private Cib follow(Cib cib, String secret) throws Exception {
    Element notice = hear();
    assertEquals("notify", notice.name());
    assertEquals("cib_notify", notice.attribute("t", ""));
    assertEquals("cib_diff_notify", notice.attribute("subt", ""));
    assertEquals("0", notice.attribute("cib_rc", ""));
    assertFalse(Xml.write(notice).contains(secret), notice::toString);
    Element diff = notice.at("cib_update_result", "diff").orElseThrow();
    return switch (PatchCodec.read(diff).applyTo(cib)) {
      case EditResult.Applied applied -> applied.cib();
      case EditResult.Refused refused -> throw new AssertionError(refused);
    };
  }

  private static Element notices(String type, int wanted) {
    return Element.of(
        "cib_command",
        "cib_op",
        "cib_notify",
        "cib_notify_type",
        type,
        "cib_notify_activate",
        Integer.toString(wanted));
  }

  /** What a command is answered with, which ends as it should. */
  private Element answer(
      String operation, String section, int options, Optional<String> data, int status)
      throws Exception {
    Element command =
        Element.builder("cib_command")
            .attribute("t", "cib")
            .attribute("cib_op", operation)
            .attribute("cib_section", section)
            .attribute("cib_callid", "7")
            .attribute("cib_callopt", options)
            .build();
    say(
        data.isPresent()
            ? command.plus(Element.of("cib_calldata").plus(Xml.parse(data.get())))
            : command);
    Element reply = hear();
    assertEquals(Integer.toString(status), reply.attribute("cib_rc", ""), reply::toString);
    return reply
        .child("cib_calldata")
        .flatMap(found -> found.children().stream().findFirst())
        .orElse(reply);
  }

  private SSLSocket logIn(int port, String user) throws Exception {
    SSLSocket connected =
        (SSLSocket)
            RemoteTls.context(certificates.of("client", "server"))
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), port);
    socket = connected;
    say(Element.of("cib_command", "op", "authenticate", "user", user, "password", "pw"));
    assertEquals("cib_result", hear().name());
    return connected;
  }

  private void say(Element message) throws IOException {
    FieldFrames.write(socket.getOutputStream(), 1, message);
  }

  private Element hear() throws IOException {
    return FieldFrames.read(socket.getInputStream(), XmlLimits.MESSAGE)
        .orElseThrow(() -> new IOException("the connection ended"));
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }
}
