<?xml version="1.0" encoding="UTF-8"?>
<!-- The document asks to be judged by what it has become. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:u="urn:systole:upgrade"
    exclude-result-prefixes="#all">

  <xsl:import href="lib.xsl"/>

  <xsl:param name="schema" as="xs:string"/>

  <xsl:template match="/cib/@validate-with">
    <xsl:attribute name="validate-with" select="$schema"/>
  </xsl:template>
</xsl:stylesheet>
