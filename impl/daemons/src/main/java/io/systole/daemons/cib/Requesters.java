package io.systole.daemons.cib;

import com.google.common.collect.ImmutableSortedSet;
import io.systole.cib.Cib;
import io.systole.cib.CibSection;
import io.systole.cib.acl.CibUser;
import io.systole.ipc.Credentials;
import io.systole.ipc.IpcRequest;
import io.systole.xml.Element;
import java.util.Optional;
import java.util.TreeSet;
import jnr.posix.Group;
import jnr.posix.POSIX;
import jnr.posix.POSIXFactory;

/** Who asks, as the system knows it. */
final class Requesters {

  /** The cluster's own user, by the field's convention: what the daemons do is done by it. */
  private static final String CLUSTER_USER = "hacluster";

  private final String own;
  private final POSIX posix = POSIXFactory.getNativePOSIX();

  /**
   * @param own the user that this process runs as
   */
  Requesters(String own) {
    this.own = own;
  }

  /**
   * The user of a request: the peer's, or the one that a free peer names.
   *
   * @return empty if the peer names another user and may not
   */
  Optional<CibUser> of(IpcRequest request, Cib cib) {
    CibUser peer = known(request.peer().credentials(), cib);
    Optional<String> named = request.body().attribute("user");
    if (named.isEmpty() || named.get().equals(peer.name())) {
      return Optional.of(peer);
    }
    return peer.isFree()
        ? Optional.of(new CibUser(named.get(), groups(named.get(), "", cib)))
        : Optional.empty();
  }

  private CibUser known(Credentials credentials, Cib cib) {
    String name = credentials.user().equals(own) ? CLUSTER_USER : credentials.user();
    CibUser user = CibUser.of(name, ImmutableSortedSet.of());
    return user.isFree() ? user : new CibUser(name, groups(name, credentials.group(), cib));
  }

  /** Of the groups that the lists name those that the user is in. */
  private ImmutableSortedSet<String> groups(String user, String primary, Cib cib) {
    TreeSet<String> groups = new TreeSet<>();
    for (Element group : cib.section(CibSection.ACLS).children("acl_group")) {
      String name = group.attribute("name", group.id());
      if (name.equals(primary) || hasMember(name, user)) {
        groups.add(name);
      }
    }
    return ImmutableSortedSet.copyOf(groups);
  }

  private boolean hasMember(String group, String user) {
    Group known = posix.getgrnam(group);
    return known != null && ImmutableSortedSet.copyOf(known.getMembers()).contains(user);
  }
}
