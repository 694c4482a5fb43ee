import java.io.*;
import java.security.*;
import java.security.cert.*;
import java.util.*;
import org.apache.pdfbox.cos.*;
import org.apache.pdfbox.pdmodel.*;
import org.apache.pdfbox.pdmodel.common.*;
import org.apache.pdfbox.pdmodel.font.*;
import org.apache.pdfbox.pdmodel.graphics.form.*;
import org.apache.pdfbox.pdmodel.interactive.annotation.*;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.*;
import org.apache.pdfbox.pdmodel.interactive.form.*;
import org.bouncycastle.cert.jcajce.*;
import org.bouncycastle.cms.*;
import org.bouncycastle.cms.jcajce.*;
import org.bouncycastle.operator.jcajce.*;

/** Signs a field that is there already, as PDFBox's own example of a visible signature does: IN OUT P12 PASSPHRASE FIELD visible|invisible DER|BER. */
public class SignWithPdfBox {
  static InputStream look(PDDocument report, PDRectangle place) throws IOException {
    try (PDDocument drawn = new PDDocument()) {
      drawn.addPage(new PDPage(report.getPage(0).getMediaBox()));
      PDAcroForm form = new PDAcroForm(drawn);
      drawn.getDocumentCatalog().setAcroForm(form);
      PDSignatureField field = new PDSignatureField(form);
      form.setSignaturesExist(true);
      form.setAppendOnly(true);
      form.getCOSObject().setDirect(true);
      form.getFields().add(field);
      PDAnnotationWidget widget = field.getWidgets().get(0);
      widget.setRectangle(place);
      PDFormXObject content = new PDFormXObject(new PDStream(drawn));
      content.setResources(new PDResources());
      content.setFormType(1);
      content.setBBox(new PDRectangle(place.getWidth(), place.getHeight()));
      PDAppearanceDictionary looks = new PDAppearanceDictionary();
      looks.getCOSObject().setDirect(true);
      PDAppearanceStream normal = new PDAppearanceStream(content.getCOSObject());
      looks.setNormalAppearance(normal);
      widget.setAppearance(looks);
      try (PDPageContentStream words = new PDPageContentStream(drawn, normal)) {
        words.beginText();
        words.setFont(PDType1Font.HELVETICA, 9);
        words.newLineAtOffset(5, place.getHeight() - 15);
        words.showText("Signed elsewhere");
        words.endText();
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      drawn.save(out);
      return new ByteArrayInputStream(out.toByteArray());
    }
  }

  static byte[] value(InputStream content, PrivateKey key, X509Certificate certificate, String coding) throws IOException {
    try {
      CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
      JcaSignerInfoGeneratorBuilder signer = new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build());
      generator.addSignerInfoGenerator(signer.build(new JcaContentSignerBuilder("SHA256withRSA").build(key), certificate));
      generator.addCertificates(new JcaCertStore(Arrays.asList(certificate)));
      CMSSignedData made = generator.generate(new CMSProcessableByteArray(content.readAllBytes()), false);
      return coding.equals("DER") ? made.toASN1Structure().getEncoded("DER") : made.getEncoded();
    } catch (GeneralSecurityException | CMSException | org.bouncycastle.operator.OperatorCreationException trouble) {
      throw new IOException(trouble);
    }
  }

  public static void main(String[] a) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(new FileInputStream(a[2]), a[3].toCharArray());
    String alias = store.aliases().nextElement();
    PrivateKey key = (PrivateKey) store.getKey(alias, a[3].toCharArray());
    X509Certificate certificate = (X509Certificate) store.getCertificate(alias);
    try (PDDocument report = PDDocument.load(new File(a[0])); FileOutputStream out = new FileOutputStream(a[1])) {
      PDSignatureField field = (PDSignatureField) report.getDocumentCatalog().getAcroForm().getField(a[4]);
      PDSignature signature = new PDSignature();
      field.getCOSObject().setItem(COSName.V, signature);
      signature.setFilter(PDSignature.FILTER_ADOBE_PPKLITE);
      signature.setSubFilter(PDSignature.SUBFILTER_ETSI_CADES_DETACHED);
      signature.setSignDate(Calendar.getInstance());
      SignatureOptions options = new SignatureOptions();
      options.setPreferredSignatureSize(16384);
      if (a[5].equals("visible")) options.setVisualSignature(look(report, field.getWidgets().get(0).getRectangle()));
      report.addSignature(signature, content -> value(content, key, certificate, a[6]), options);
      report.saveIncremental(out);
    }
  }
}
