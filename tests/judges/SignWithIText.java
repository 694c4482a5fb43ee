import com.itextpdf.text.pdf.*;
import com.itextpdf.text.pdf.security.*;
import java.io.*;
import java.security.*;
import java.security.cert.Certificate;

/** Signs a field that is there already, as iText does by default when it appends: IN OUT P12 PASSPHRASE FIELD. */
public class SignWithIText {
  public static void main(String[] a) throws Exception {
    Security.addProvider(new org.bouncycastle.jce.provider.BouncyCastleProvider());
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(new FileInputStream(a[2]), a[3].toCharArray());
    String alias = store.aliases().nextElement();
    PrivateKey key = (PrivateKey) store.getKey(alias, a[3].toCharArray());
    Certificate[] chain = store.getCertificateChain(alias);
    PdfStamper stamper = PdfStamper.createSignature(new PdfReader(a[0]), new FileOutputStream(a[1]), '\0', null, true);
    PdfSignatureAppearance appearance = stamper.getSignatureAppearance();
    appearance.setVisibleSignature(a[4]);
    ExternalSignature signature = new PrivateKeySignature(key, "SHA-256", "BC");
    MakeSignature.signDetached(appearance, new BouncyCastleDigest(), signature, chain, null, null, null, 0, MakeSignature.CryptoStandard.CADES);
  }
}
