<?xml version="1.0" encoding="UTF-8"?>
<!-- A colocation's score can't be taken from a node attribute any more. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:u="urn:systole:upgrade"
    exclude-result-prefixes="#all">

  <xsl:import href="../lib.xsl"/>

  <xsl:template match="rsc_colocation/@score-attribute | rsc_colocation/@score-attribute-mangle">
    <xsl:call-template name="u:tell">
      <xsl:with-param name="about" select=".."/>
      <xsl:with-param name="what" select="name() || '=&quot;' || . || '&quot; had no effect and is dropped'"/>
    </xsl:call-template>
  </xsl:template>
</xsl:stylesheet>
