package io.systole.daemons.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.systole.daemons.runtime.NodeConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;

/** Certificates that are their own authorities, as files in PEM. */
final class TestCertificates {

  private final Path folder;

  private TestCertificates(Path folder) {
    this.folder = folder;
  }

  static TestCertificates make(Path folder, String... names) throws Exception {
    TestCertificates certificates = new TestCertificates(folder);
    for (String name : names) {
      certificates.makeCertificate(name);
    }
    return certificates;
  }

  /** What a side needs that shows {@code own} and trusts in {@code trusted}. */
  NodeConfiguration.Certificates of(String own, String trusted) {
    return new NodeConfiguration.Certificates(
        folder.resolve(own + ".crt"),
        folder.resolve(own + ".key"),
        folder.resolve(trusted + ".crt"));
  }

  /** A certificate that is its own authority, as two files in PEM. */
  private void makeCertificate(String name) throws Exception {
    Path store = folder.resolve(name + ".p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-keystore",
                store.toString(),
                "-storepass",
                "secret",
                "-validity",
                "30")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start();
    assertEquals(0, keytool.waitFor(), () -> name);
    KeyStore keys = KeyStore.getInstance(store.toFile(), "secret".toCharArray());
    pem(name + ".crt", "CERTIFICATE", keys.getCertificate(name).getEncoded());
    pem(name + ".key", "PRIVATE KEY", keys.getKey(name, "secret".toCharArray()).getEncoded());
  }

  private void pem(String file, String kind, byte[] content) throws IOException {
    String base64 = Base64.getMimeEncoder().encodeToString(content);
    Files.writeString(
        folder.resolve(file),
        "-----BEGIN " + kind + "-----\n" + base64 + "\n-----END " + kind + "-----\n");
  }
}
