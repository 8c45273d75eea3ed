import { Helmet } from "react-helmet";

const RESPONSAVEL = "[SEU NOME COMPLETO]";
const CONTATO = "[SEU E-MAIL DE CONTATO]";

export default function PrivacyPage() {
  return (
    <main className="prose">
      <Helmet>
        <title>Política de Privacidade — Marina</title>
      </Helmet>
      <h1>Política de Privacidade</h1>
      <p>
        O controlador dos seus dados pessoais é {RESPONSAVEL}. Entre em contato pelo e-mail {CONTATO}.
      </p>
    </main>
  );
}
