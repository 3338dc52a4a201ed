package io.systole.cluster.corosync;

/** What Corosync's libraries return, by the numbers of {@code corotypes.h}. */
enum CsError {
  OK(1, ""),
  LIBRARY(2, "is corosync running? See: systemctl status corosync"),
  VERSION(3, "its library is of another version; update both"),
  INIT(4, "see the log of corosync"),
  TIMEOUT(5, "corosync does not answer; see whether it was stopped"),
  TRY_AGAIN(6, "corosync is busy"),
  NO_MEMORY(8, "is /dev/shm full?"),
  BAD_HANDLE(9, "the connection to corosync has ended"),
  ACCESS(
      11,
      "run as root, or allow this user in a file in /etc/corosync/uidgid.d (uidgid { uid: ... })"),
  NOT_EXIST(12, "it is not in corosync.conf"),
  NO_SPACE(15, "is /dev/shm full?"),
  NO_RESOURCES(18, "more clients than corosync takes"),
  NOT_SUPPORTED(
      19,
      "corosync lacks this service; corosync.conf needs provider:"
          + " corosync_votequorum in its section quorum"),
  SECURITY(100, "run as root, or allow this user in a file in /etc/corosync/uidgid.d"),
  OTHER(0, "see the log of corosync");

  private final int code;
  private final String remedy;

  CsError(int code, String remedy) {
    this.code = code;
    this.remedy = remedy;
  }

  static CsError of(int code) {
    for (CsError error : values()) {
      if (error.code == code) {
        return error;
      }
    }
    return OTHER;
  }

  /** In a sentence for the administrator, for a function that returned {@code code}. */
  static String explain(String function, int code) {
    CsError error = of(code);
    return function
        + " returned "
        + (error == OTHER ? "error" : "CS_ERR_" + error.name())
        + " ("
        + code
        + "): "
        + error.remedy;
  }
}
