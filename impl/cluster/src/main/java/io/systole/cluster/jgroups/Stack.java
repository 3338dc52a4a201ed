package io.systole.cluster.jgroups;

import java.net.InetSocketAddress;
import java.util.List;
import org.jgroups.protocols.FD_ALL3;
import org.jgroups.protocols.FD_SOCK2;
import org.jgroups.protocols.FRAG4;
import org.jgroups.protocols.MERGE3;
import org.jgroups.protocols.MFC;
import org.jgroups.protocols.TCP;
import org.jgroups.protocols.TCPPING;
import org.jgroups.protocols.UFC;
import org.jgroups.protocols.UNICAST3;
import org.jgroups.protocols.VERIFY_SUSPECT2;
import org.jgroups.protocols.pbcast.GMS;
import org.jgroups.protocols.pbcast.NAKACK2;
import org.jgroups.protocols.pbcast.STABLE;
import org.jgroups.stack.Protocol;

/**
 * The JGroups protocols, from the wire upwards. The order of messages is not theirs: {@link
 * Sequencing} decides it, since JGroups' own sequencer repeats messages across views and holds
 * senders up for half a second each after a coordinator was lost.
 */
final class Stack {

  private static final int SOCKET_CONNECT_MILLIS = 1000;
  private static final int LARGEST_FRAME = 16 << 20;
  private static final int RESEND_MILLIS = 100;
  private static final int FRAGMENT_BYTES = 60_000;

  private Stack() {}

  static List<Protocol> of(JGroupsOptions options, Seal seal) {
    InetSocketAddress here = options.address();
    TCP tcp = new TCP();
    tcp.setBindAddress(here.getAddress());
    tcp.setBindPort(here.getPort());
    // The members are told one port each: listening on the next one would help nobody.
    tcp.setPortRange(0);
    tcp.setSockConnTimeout(SOCKET_CONNECT_MILLIS);
    tcp.setMaxLength(LARGEST_FRAME);
    tcp.tcpNodelay(true);
    tcp.logDetails(false);
    TCPPING discovery = new TCPPING();
    discovery.setInitialHosts(List.copyOf(options.members().values()));
    discovery.setPortRange(0);
    FD_SOCK2 closedSockets = new FD_SOCK2();
    closedSockets.setBindAddress(here.getAddress());
    long silence = options.silence().toMillis();
    FD_ALL3 silentNodes = new FD_ALL3();
    silentNodes.setTimeout(silence);
    silentNodes.setInterval(Math.max(100, silence / 6));
    VERIFY_SUSPECT2 verify = new VERIFY_SUSPECT2();
    verify.setTimeout(500);
    GMS membership =
        new GMS()
            .setJoinTimeout(1000)
            .setMaxJoinAttempts(5)
            .setViewAckCollectionTimeout(1000)
            .printLocalAddress(false)
            .logViewWarnings(false);
    return List.of(
        tcp,
        seal,
        discovery,
        merge(),
        closedSockets,
        silentNodes,
        verify,
        new NAKACK2().useMcastXmit(false).logDiscardMessages(false).setXmitInterval(RESEND_MILLIS),
        new UNICAST3().setXmitInterval(RESEND_MILLIS),
        new STABLE(),
        membership,
        new UFC(),
        new MFC(),
        new FRAG4().setFragSize(FRAGMENT_BYTES));
  }

  private static MERGE3 merge() {
    MERGE3 merge = new MERGE3();
    merge.setMinInterval(500);
    merge.setMaxInterval(2000);
    return merge;
  }
}
