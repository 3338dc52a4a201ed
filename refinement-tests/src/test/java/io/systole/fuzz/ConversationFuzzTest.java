package io.systole.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.io.ByteStreams;
import com.google.common.primitives.Bytes;
import com.google.common.primitives.Ints;
import io.systole.cluster.EngineException;
import io.systole.daemons.runtime.NodeConfiguration;
import io.systole.daemons.runtime.RoleException;
import io.systole.daemons.runtime.RoleHost;
import io.systole.daemons.scheduler.SchedulerRole;
import io.systole.ipc.ClientOptions;
import io.systole.ipc.IpcClient;
import io.systole.ipc.IpcException;
import io.systole.kernel.NodeName;
import io.systole.xml.Element;
import io.systole.xml.Xml;
import io.systole.xml.XmlLimits;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Peers that say anything, to a real role at a real socket. Each gets an answer or is closed, the
 * role goes on, and a peer that behaves is served all the while.
 */
final class ConversationFuzzTest {

  private static final String HELLO =
      "<hello role='fuzz' version-min='1' version-max='1' build='1' codecs='none'/>";

  private static final ImmutableList<String> REQUESTS =
      ImmutableList.of(
          "<request id='1'><ping/></request>",
          "<request id='2'><schedule now='1767225600'><cib admin_epoch='0' epoch='1'"
              + " num_updates='0' validate-with='pacemaker-4.0' have-quorum='1'><configuration>"
              + "<crm_config/><nodes><node id='1' uname='n1'/></nodes><resources><primitive id='p'"
              + " class='ocf' provider='heartbeat' type='Dummy'/></resources><constraints/>"
              + "</configuration><status/></cib></schedule></request>",
          "<request id='3'><unknown/></request>");

  @TempDir private Path folder;
  private final List<Throwable> fatal = new CopyOnWriteArrayList<>();
  private RoleHost host;
  private Path socket;

  @BeforeEach
  void start() throws RoleException {
    NodeConfiguration configuration = configuration();
    socket = configuration.socket(SchedulerRole.NAME);
    host =
        RoleHost.start(
            new SchedulerRole(),
            new RoleHost.Surroundings(
                configuration,
                (_, _, _) -> {
                  throw new EngineException("a scheduler needs none");
                },
                "test",
                fatal::add));
  }

  @AfterEach
  void stop() {
    host.close();
    assertEquals(List.of(), fatal);
  }

  @Test
  void whateverIsInAFrameIsAnswered() {
    Fuzz.run(
        "message",
        10_000,
        random -> {
          Mutator mutator = new Mutator(random);
          byte[] message = mutator.damage(mutator.oneOf(REQUESTS));
          try (SocketChannel channel = connect()) {
            send(channel, frame(HELLO.getBytes(StandardCharsets.UTF_8)));
            send(channel, frame(message));
            DataInputStream in = new DataInputStream(Channels.newInputStream(channel));
            Element answer = hear(in).orElseThrow();
            if (answer.is("welcome")) {
              answer = hear(in).orElseThrow();
            }
            assertTrue(answer.is("reply") || answer.is("refused"), answer.toString());
          }
          return message.length;
        });
    assertServed();
  }

  @Test
  void whoeverSpeaksNoFramesIsClosed() {
    Fuzz.run(
        "frames",
        10_000,
        random -> {
          byte[] said = conversation(random);
          try (SocketChannel channel = connect()) {
            trySend(channel, said);
            awaitEnd(channel);
          }
          return said.length;
        });
    assertServed();
  }

  private static byte[] conversation(Random random) {
    Mutator mutator = new Mutator(random);
    List<byte[]> parts = new ArrayList<>();
    byte[] hello = HELLO.getBytes(StandardCharsets.UTF_8);
    parts.add(frame(random.nextInt(3) == 0 ? mutator.damage(HELLO) : hello));
    for (int i = random.nextInt(4); i > 0; i--) {
      byte[] request = frame(mutator.oneOf(REQUESTS).getBytes(StandardCharsets.UTF_8));
      parts.add(
          switch (random.nextInt(4)) {
            case 0 -> Bytes.concat(Ints.toByteArray(random.nextInt()), request);
            case 1 -> mutator.noise(2_000);
            case 2 -> Arrays.copyOf(request, random.nextInt(request.length));
            default -> request;
          });
    }
    byte[] all = Bytes.concat(parts.toArray(byte[][]::new));
    return random.nextInt(5) == 0 ? mutator.noise(5_000) : all;
  }

  private void assertServed() {
    try (IpcClient client = IpcClient.connect(ClientOptions.of(socket, "good", "test"))) {
      assertEquals("pong", client.request(Element.of("ping")).name());
    } catch (IpcException e) {
      throw new AssertionError("the role does not serve any more", e);
    }
  }

  private SocketChannel connect() throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    channel.connect(UnixDomainSocketAddress.of(socket));
    return channel;
  }

  private static byte[] frame(byte[] payload) {
    return Bytes.concat(Ints.toByteArray(payload.length + 1), new byte[] {0}, payload);
  }

  private static void send(SocketChannel channel, byte[] bytes) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(bytes);
    while (rest.hasRemaining()) {
      channel.write(rest);
    }
  }

  /** A peer that has been closed meanwhile can't send the rest, as is right. */
  private static void trySend(SocketChannel channel, byte[] bytes) {
    try {
      send(channel, bytes);
      channel.shutdownOutput();
    } catch (IOException e) {
      assertTrue(String.valueOf(e.getMessage()).contains("pipe"), e::toString);
    }
  }

  private static void awaitEnd(SocketChannel channel) throws IOException {
    try (InputStream in = Channels.newInputStream(channel)) {
      ByteStreams.exhaust(in);
    } catch (SocketException e) {
      // What was sent and not read makes an end a reset.
      assertEquals("Connection reset", e.getMessage());
    }
  }

  private static Optional<Element> hear(DataInputStream in) throws Exception {
    try {
      byte[] payload = new byte[in.readInt() - 1];
      assertEquals(0, in.read());
      in.readFully(payload);
      return Optional.of(Xml.parse(payload, XmlLimits.MESSAGE));
    } catch (EOFException e) {
      return Optional.empty();
    }
  }

  private NodeConfiguration configuration() {
    return new NodeConfiguration(
        folder.resolve("systole.xml"),
        "fuzz",
        new NodeName("n1"),
        folder,
        folder,
        folder,
        Optional.empty(),
        Optional.empty(),
        new NodeConfiguration.Engine(
            NodeConfiguration.EngineType.COROSYNC, 1, false, Optional.empty(), ImmutableList.of()),
        new NodeConfiguration.Agents(ImmutableList.of(), ImmutableList.of()),
        NodeConfiguration.Supervision.DEFAULT);
  }
}
