export function TermsOfService() {
  return (
    <section>
      <h1>Terms of Service</h1>
      <p>Last updated: {new Date().toLocaleDateString()}</p>
      <p>By using Harbor Berths you agree to book only berths that fit your boat. Governing law is that of England and Wales.</p>
    </section>
  );
}
