package io.systole.daemons.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.systole.daemons.runtime.NodeConfiguration;
import io.systole.ipc.IpcRequest;
import io.systole.xml.Element;
import io.systole.xml.XmlLimits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.logging.Logger;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who connects by TLS shows a certificate that the node's authority has signed. */
@Timeout(60)
final class RemoteTlsTest {

  private static final Element LOGIN =
      Element.of("cib_command", "op", "authenticate", "user", "ann", "password", "pw");

  @TempDir private Path folder;
  private TestCertificates certificates;
  private RemoteListener listener;

  /** Whether this or another test of this process comes first to TLS must not matter. */
  @BeforeAll
  static void allowAnonymous() {
    RemoteTls.allowAnonymous();
  }

  @BeforeEach
  void listen() throws Exception {
    certificates = TestCertificates.make(folder, "server", "client", "stranger");
    Path accounts = folder.resolve("accounts");
    Files.writeString(accounts, RemoteAccounts.line("ann", "pw") + "\n");
    ServerSocket server =
        RemoteTls.listen(
            new NodeConfiguration.Remote(
                "127.0.0.1", accounts, false, Optional.of(certificates.of("server", "client"))),
            0);
    listener =
        RemoteListener.start(
            server,
            new RemoteSession.Shared(
                new RemoteAccounts(accounts),
                RemoteTlsTest::answer,
                _ -> {},
                new OlderSchema(),
                Logger.getAnonymousLogger()));
  }

  @AfterEach
  void close() {
    listener.close();
  }

  @Test
  void aClientWithACertificateLogsInAndAsks() throws Exception {
    try (SSLSocket socket = connect(certificates.of("client", "server"))) {
      assertEquals("cib_result", ask(socket, LOGIN).name());
      Element reply =
          ask(
              socket,
              Element.of("cib_command", "cib_op", "cib_query", "cib_section", "nodes")
                  .with("cib_callid", "7"));
      assertEquals("0", reply.attribute("cib_rc", ""));
      assertEquals("7", reply.attribute("cib_callid", ""));
      assertEquals("ann", reply.at("cib_calldata", "nodes").orElseThrow().attribute("for", ""));
    }
  }

  @Test
  void aStrangersCertificateIsRefused() throws Exception {
    try (SSLSocket socket = connect(certificates.of("stranger", "server"))) {
      assertThrows(IOException.class, () -> ask(socket, LOGIN));
    }
  }

  @Test
  void aServerThatTheClientDoesNotKnowIsLeft() throws Exception {
    try (SSLSocket socket = connect(certificates.of("client", "stranger"))) {
      assertThrows(IOException.class, () -> ask(socket, LOGIN));
    }
  }

  /** In the place of the CIB manager: tells for whom it was asked. */
  private static void answer(IpcRequest request) {
    request.reply(Element.of("nodes", "for", request.peer().credentials().user()));
  }

  private static Element ask(SSLSocket socket, Element message) throws IOException {
    FieldFrames.write(socket.getOutputStream(), 1, message);
    return FieldFrames.read(socket.getInputStream(), XmlLimits.MESSAGE)
        .orElseThrow(() -> new IOException("the connection ended"));
  }

  private SSLSocket connect(NodeConfiguration.Certificates files) throws Exception {
    return (SSLSocket)
        RemoteTls.context(files)
            .getSocketFactory()
            .createSocket(InetAddress.getLoopbackAddress(), listener.port());
  }
}
