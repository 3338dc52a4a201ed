package io.systole.daemons.cib;

import com.google.common.collect.ImmutableSortedSet;
import io.systole.cib.Cib;
import io.systole.cib.acl.CibUser;
import io.systole.ipc.Credentials;
import io.systole.ipc.IpcRequest;
import java.util.Optional;

/** Who asks, as the system knows it. */
final class Requesters {

  /** The cluster's own user, by the field's convention: what the daemons do is done by it. */
  private static final String CLUSTER_USER = "hacluster";

  private final String own;

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
    return peer.isFree() ? Optional.of(SystemGroups.user(named.get(), "", cib)) : Optional.empty();
  }

  private CibUser known(Credentials credentials, Cib cib) {
    CibUser user = CibUser.of(credentials.user(), ImmutableSortedSet.of());
    if (user.isFree()) {
      return user;
    }
    return user.name().equals(own)
        ? CibUser.of(CLUSTER_USER, ImmutableSortedSet.of())
        : SystemGroups.user(user.name(), credentials.group(), cib);
  }
}
