/** Words that passwords are made of most often, here and abroad, without accents; digits around them add nothing. */
export const COMMON_WORDS: ReadonlySet<string> = new Set(
  `abc abcd admin administrador administrator adriana alexandre amanda ametaamor amigos amor amorzinho andrea anjinho
  apple arsenal asdf asdfg asdfgh asdfghjkl atletico autenticacao avenged baby backoffice bahia banana barcelona baseball
  batman beatriz benfica botafogo brasil brasileiro brazil bruna bruno bubbles buster camila carlos carolina casamento
  changeme charlie chelsea chocolate computador computer contrasena corinthians coringao coxinha cristiano cruzeiro
  daniel default demo deus deusefiel dragon eduardo eliana empresa eusoumaiseu familia felicidade felipe fernanda
  fernando flamengo flavia fluminense football france freedom friends futebol gabriel gabriela ginger google gremio
  guest guilherme gustavo hello iloveyou internacional internet isabela jessica jesus jesuscristo jordan juliana junior
  justin killer larissa leonardo leticia letmein linda liverpool lovely lucas luciana macaco maeepai magic manchester
  maria mariana master matheus matrix mercedes michael michelle minhasenha mineiro monkey mudar mudarsenha mustang
  naruto natalia neymar ninja nothing novasenha office padrao palmeiras parceiro pass passw passwd passwort password
  patricia pedro pokemon portugal princesa princess qazwsx qwer qwert qwerty qwertyuiop rafael ranger recife renata
  ricardo roberto rodrigo root samsung santos saopaulo secret secreta secreto security segredo segura seguranca senha
  senhaforte senhasecreta senhasegura senhas server servidor shadow sistema slipknot soccer starwars summer sunshine
  superman superuser support suporte teamo temporaria temporario test teste testes testing thomas tricolor trustno
  unico usuario user vascao vasco vascodagama verao vinicius vitoria welcome whatever windows winter inverno
  zxcvbnm zxcvbn zxcv zaqwsx`.split(/\s+/),
);

/** Whole sentences and habits of twelve characters and more that stand on every list of stolen passwords. */
export const COMMON_PASSWORDS: ReadonlySet<string> = new Set(
  `1q2w3e4r5t6y 1q2w3e4r5t6y7u 1q2w3e4r5t6y7u8i 1qaz2wsx3edc 1qaz2wsx3edc4rfv 1qazxsw23edc 123qweasdzxc 123456qwerty
  qwerty123456 q1w2e3r4t5y6 qazwsxedcrfv qazwsxedc123 zaq12wsxcde3 zaq1xsw2cde3 asdfghjkl123 asdf1234asdf qwer1234qwer
  abcd1234abcd abc123abc123 a1b2c3d4e5f6 a1s2d3f4g5h6 aa123456789a 0987654321qw adminadmin123 rootroot1234 toortoortoor
  letmeinplease letmein123456 iloveyou1234 iloveyousomuch iloveyouforever iloveyoubaby mypassword123 thisismypassword
  thepassword1 notapassword nopassword12 passwordpassword correcthorsebatterystaple trustno1trustno1 maytheforcebewithyou
  whatthehell12 whatsthepassword changemeplease changethispassword opensesame123 opensesame1234 winteriscoming
  summertime123 basketball12 skateboard12 chocolatecake superman1234 spiderman1234 pokemongo1234 harrypotter1
  harrypotter7 starwars1234 football1234 baseball1234 liverpoolfc1 manchesterunited realmadrid12 barcelona123
  jesusteama12 jesusmeama12 jesuseamor12 deusefiel123 deuseamor123 deusemaior123 deusnocomando deusnocontrole
  eutambemteamo euteamomuito euteamo12345 teamomuito12 teamoparasempre amoreternoamor amordaminhavida minhavida123
  minhafamilia minhafamilia1 minhasenha12 minhasenha123 minhasenhasecreta minhasenhasegura asenhaesenha asenhaeessa1
  senhadificil senhadificil1 senhamuitodificil senhamuitosegura senhasegura12 senhaforte123 senhapadrao12 senhadoemail
  senhadobanco senhadowifi1 semsenha1234 naotemsenha12 naoseiasenha esqueciasenha esqueciminhasenha mudeestasenha
  troqueasenha trocarsenha12 primeirasenha primeiroacesso novasenha123 novasenha1234 acessorestrito acessototal1
  bemvindo1234 bemvindobemvindo flamengo1234 flamengo1981 maiorflamengo vaiflamengo12 corinthians1 corinthians12
  corinthians1910 vaicorinthians timaoeo12345 palmeiras123 palmeiras1914 saopaulofc12 saopaulofc123 santosfc1912
  vascodagama1 vascodagama1898 gremiofbpa12 internacional1 cruzeiro1234 atleticomineiro galodoido123 fluminense12
  botafogo1234 brasil123456 brasilbrasil brasilhexa12 portugal1234 riodejaneiro belohorizonte portoalegre12
  queroferias12 sextafeira123 segundafeira batatafrita1 feijoadacom12 paodequeijo1 chocolate123 futebol12345
  administrador administrador1 administrator administrator1 usuario12345 recepcao1234 financeiro123 atendimento1
  atendimento123 suportetecnico empresa12345 trabalho1234 computador12 computador123 internet1234 internetexplorer
  microsoft123 googlechrome facebook1234 instagram123 samsunggalaxy iphone123456 windows12345 android12345 unicocheck12
  unicocheck123 antifraude12 antifraude123 identidade12 biometria1234 reconhecimentofacial`.split(/\s+/),
);
