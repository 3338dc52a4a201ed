<?xml version="1.0" encoding="UTF-8"?>
<!-- Normal nodes are members. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:u="urn:systole:upgrade"
    exclude-result-prefixes="#all">

  <xsl:import href="../lib.xsl"/>

  <xsl:template match="nodes/node/@type[. = 'normal']">
    <xsl:call-template name="u:tell">
      <xsl:with-param name="about" select=".."/>
      <xsl:with-param name="what" select="'its type is called member now, and not normal'"/>
    </xsl:call-template>
    <xsl:attribute name="type" select="'member'"/>
  </xsl:template>
</xsl:stylesheet>
