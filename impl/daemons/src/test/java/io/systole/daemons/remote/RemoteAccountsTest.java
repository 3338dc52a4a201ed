package io.systole.daemons.remote;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RemoteAccountsTest {

  @TempDir private Path folder;

  @Test
  void whoIsInTheFileIsAdmittedByThePassword() throws Exception {
    RemoteAccounts accounts = accounts("# admins\n" + RemoteAccounts.line("ann", "s3cret") + "\n");
    assertTrue(accounts.admits("ann", "s3cret"));
    assertFalse(accounts.admits("ann", "s3cre"));
    assertFalse(accounts.admits("an", "s3cret"));
    assertFalse(accounts.admits("", ""));
    assertFalse(accounts.admits("nobody", "nobody"));
    assertFalse(accounts.admits("# admins", ""));
  }

  @Test
  void aDamagedLineIsToldAndAdmitsNobody() throws Exception {
    assertThrows(IOException.class, () -> accounts("ann:x:y:z").admits("ann", ""));
    assertThrows(IOException.class, () -> accounts("ann:1:?:?").admits("ann", ""));
    assertThrows(IOException.class, () -> accounts("ann:999999999:AA==:AA==").admits("ann", ""));
  }

  private RemoteAccounts accounts(String text) throws IOException {
    Path file = folder.resolve("accounts");
    Files.writeString(file, text);
    return new RemoteAccounts(file);
  }
}
