package io.systole.tools.field;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.systole.tools.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code crm_shadow} and {@code cibsecret} on a CIB in a file. Exit statuses and what scripts look
 * for are those of Pacemaker 2.1.5.
 */
final class ShadowAndSecretTest {

  private static final String CIB =
      "<cib validate-with='pacemaker-4.0' epoch='5' num_updates='0' admin_epoch='0'>"
          + "<configuration><crm_config/><nodes><node id='1' uname='n1'/>%s</nodes><resources>"
          + "<primitive id='p' class='ocf' provider='systole' type='Dummy'><instance_attributes"
          + " id='p-i'><nvpair id='p-pw' name='passwd' value='s3cret'/></instance_attributes>"
          + "</primitive></resources><constraints/></configuration><status/></cib>";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Map<String, String> environment = new TreeMap<>();
  @TempDir private Path folder;

  @BeforeEach
  void prepare() throws IOException {
    Files.writeString(folder.resolve("cib.xml"), CIB.formatted(""));
    Path configuration =
        Files.writeString(
            folder.resolve("systole.xml"),
            "<systole cluster='c' node='n1' state='state'><engine type='jgroups'>"
                + "<member node='n1' id='1' address='127.0.0.1' port='7801'/></engine></systole>");
    environment.put("CIB_file", folder.resolve("cib.xml").toString());
    environment.put("CIB_shadow_dir", folder.resolve("copies").toString());
    environment.put("SYSTOLE_CONFIG", configuration.toString());
  }

  @Test
  void changesOfACopyReachTheClusterWhenTheyAreCommitted() throws Exception {
    assertEquals(105, run("crm_shadow", "-w"));
    assertTrue(said(err).contains("No active shadow configuration defined"));
    assertEquals(0, run("crm_shadow", "-b", "--create", "try"));
    assertTrue(said(out).endsWith("  CIB_shadow=try ; export CIB_shadow\n"));
    assertEquals(73, run("crm_shadow", "-b", "--create", "try"));
    environment.put("CIB_shadow", "try");
    assertEquals(0, run("crm_shadow", "--which"));
    assertEquals("try\n", said(out));
    assertEquals(0, run("crm_shadow", "--diff"));
    assertEquals(0, run("cibadmin", "-C", "-o", "nodes", "-X", "<node id='2' uname='n2'/>"));
    assertFalse(Files.readString(folder.resolve("cib.xml")).contains("n2"));
    assertEquals(1, run("crm_shadow", "--diff"));
    assertTrue(said(out).contains("<node id=\"2\""));
    assertEquals(64, run("crm_shadow", "-b", "--commit", "try"));
    assertTrue(said(err).contains("--force"));
    assertEquals(0, run("crm_shadow", "-b", "--commit", "try", "--force"));
    assertTrue(Files.readString(folder.resolve("cib.xml")).contains("n2"));
    assertEquals(0, run("crm_shadow", "--diff"));
  }

  @Test
  void copiesAreMadeEmptySwitchedResetAndDeleted() throws Exception {
    assertEquals(0, run("crm_shadow", "-b", "-e", "a", "-v", "pacemaker-3.9"));
    assertTrue(said(out).startsWith("Created new pacemaker-3.9 configuration\n"));
    assertEquals(64, run("crm_shadow", "-b", "-e", "b", "-v", "pacemaker-9.9"));
    assertEquals(105, run("crm_shadow", "-b", "-s", "b"));
    environment.put("CIB_shadow", "a");
    Path file = folder.resolve("copies/shadow.a");
    assertEquals(0, run("crm_shadow", "-F"));
    assertEquals(file + "\n", said(out));
    assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertEquals(0, run("crm_shadow", "-p"));
    assertFalse(said(out).contains("primitive"));
    assertEquals(64, run("crm_shadow", "-b", "-r", "b"));
    assertTrue(said(err).contains("is not the same as the active one"));
    assertEquals(0, run("crm_shadow", "-b", "-r", "a", "-f"));
    assertEquals(0, run("crm_shadow", "-p"));
    assertTrue(said(out).contains("primitive"));
    assertEquals(0, run("crm_shadow", "-b", "-D", "a", "-f"));
    assertTrue(said(out).contains("unset CIB_shadow"));
    assertEquals(105, run("crm_shadow", "-p"));
    assertEquals(64, run("crm_shadow", "-b", "-e", "../a"));
  }

  @Test
  void aSecretGoesOutOfTheCibAndBack() throws Exception {
    Path cib = folder.resolve("cib.xml");
    Path secret = folder.resolve("state/secrets/p/passwd");
    assertEquals(108, run("cibsecret", "set", "p", "passwd", "other"));
    assertEquals(0, run("cibsecret", "stash", "p", "passwd"));
    assertFalse(Files.readString(cib).contains("s3cret"));
    assertTrue(Files.readString(cib).contains("value=\"lrm://\""));
    assertEquals("s3cret", Files.readString(secret));
    assertEquals(0, run("cibsecret", "check", "p", "passwd"));
    assertEquals(0, run("cibsecret", "get", "p", "passwd"));
    assertEquals("s3cret\n", said(out));
    assertEquals(0, run("cibsecret", "set", "p", "passwd", "newer"));
    Files.writeString(secret, "damaged");
    assertEquals(105, run("cibsecret", "check", "p", "passwd"));
    assertEquals(0, run("cibsecret", "-C", "set", "p", "passwd", "newer"));
    assertEquals(0, run("cibsecret", "unstash", "p", "passwd"));
    assertTrue(Files.readString(cib).contains("value=\"newer\""));
    assertFalse(Files.exists(secret));
    assertEquals(105, run("cibsecret", "get", "p", "passwd"));
    assertEquals(0, run("cibsecret", "set", "p", "token", "t"));
    assertEquals(0, run("cibsecret", "delete", "p", "token"));
    assertFalse(Files.readString(cib).contains("token"));
    assertEquals(64, run("cibsecret", "stash", "p"));
    assertEquals(105, run("cibsecret", "stash", "none", "passwd"));
  }

  @Test
  void secretsAreSentToTheOtherNodes() throws Exception {
    Files.writeString(folder.resolve("cib.xml"), CIB.formatted("<node id='2' uname='n2'/>"));
    Path ssh = folder.resolve("ssh");
    Files.writeString(
        ssh,
        "#!/bin/sh\nprintf '%s\\n' \"$5\" >>"
            + folder
            + "/asked; tar -tf - >>"
            + folder
            + "/got\n");
    Files.setPosixFilePermissions(ssh, PosixFilePermissions.fromString("rwx------"));
    environment.put("CIBSECRET_SSH", ssh.toString());
    assertEquals(0, run("cibsecret", "stash", "p", "passwd"));
    assertEquals("n2\n", Files.readString(folder.resolve("asked")));
    assertTrue(Files.readString(folder.resolve("got")).contains("./p/passwd.sign\n"));
    environment.put("CIBSECRET_SSH", "/bin/false");
    assertEquals(1, run("cibsecret", "sync"));
    assertTrue(said(err).contains("n2 did not get the secrets"));
  }

  private int run(String... words) {
    out.reset();
    err.reset();
    Terminal terminal =
        new Terminal(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false);
    return new FieldCommands(
            FieldCommands.all(), terminal, name -> environment.getOrDefault(name, ""))
        .run(List.of(words))
        .status();
  }

  private static String said(ByteArrayOutputStream stream) {
    return stream.toString(StandardCharsets.UTF_8);
  }
}
