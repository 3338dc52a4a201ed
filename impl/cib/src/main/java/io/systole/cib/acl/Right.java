package io.systole.cib.acl;

/** What a permission allows; of several for one element the greatest counts. */
enum Right {
  READ,
  WRITE,
  DENY;

  boolean reads() {
    return this != DENY;
  }

  boolean writes() {
    return this == WRITE;
  }

  static Right greater(Right a, Right b) {
    return a.compareTo(b) >= 0 ? a : b;
  }
}
